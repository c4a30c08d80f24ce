import type { Ended } from '../../e2e/iteron-process.ts'
import type { Installation } from '../../e2e/installation.ts'

/** `doctor` on the data folder of a server that has ended, every stored file read. */
export async function doctor(installation: Installation): Promise<Ended> {
  return await installation.cli('doctor', '--verify-files', '--data', installation.data)
}

/** Fails unless `doctor` finds nothing. */
export async function expectSound(installation: Installation): Promise<void> {
  const { exit, stdout, stderr } = await doctor(installation)
  if (exit !== 0) throw new Error(`doctor ended with ${String(exit)}:\n${stdout}${stderr}`)
}
