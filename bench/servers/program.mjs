import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'

/** Path of a program, looked for in PATH and in further folders. */
export async function foundProgram(name, further = []) {
  for (const folder of [...(process.env.PATH ?? '').split(':'), ...further]) {
    const path = join(folder, name)
    if (await isExecutable(path)) return path
  }
  return undefined
}

async function isExecutable(path) {
  try {
    await access(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
