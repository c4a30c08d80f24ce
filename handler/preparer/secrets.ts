import { readFile, stat } from 'node:fs/promises'
import { messageOf } from '../../core/errors.ts'
import { AttemptFailure } from '../../core/model/attempt-failure.ts'
import type { ModuleSpec } from '../../core/model/module-spec.ts'
import { isNoRoom } from '../../core/policies/no-room.ts'

type Secrets = ModuleSpec['secrets']
type SecretSource = Secrets[string]

const MAX_BYTES = 64 * 1024

/**
 * The values of the module's secrets, read anew for each attempt. Messages name the secret and where it should be,
 * never its value.
 */
export async function readSecrets(
  secrets: Secrets,
  ambient: Readonly<Record<string, string | undefined>>,
): Promise<Record<string, string>> {
  const values = await Promise.all(
    Object.entries(secrets).map(
      async ([name, source]) => [name, await secretOf(name, source, ambient)] as const,
    ),
  )
  return Object.fromEntries(values)
}

async function secretOf(
  name: string,
  source: SecretSource,
  ambient: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const value = 'env' in source ? fromVariable(name, source.env, ambient) : await fromFile(name, source.file)
  if (value.includes('\0')) throw unusable(name, 'it contains NUL, which no variable can hold')
  return value
}

function fromVariable(
  name: string,
  variable: string,
  ambient: Readonly<Record<string, string | undefined>>,
): string {
  const value = ambient[variable]
  if (value === undefined)
    throw unusable(name, `the variable ${variable} is not set where the dispatcher runs`)
  return value
}

/** A line end that an editor put at the end of the file doesn't belong to the secret. */
async function fromFile(name: string, path: string): Promise<string> {
  const found = await stat(path).catch((error: unknown) => {
    throw unusable(name, messageOf(error), error)
  })
  if (!found.isFile()) throw unusable(name, `${path} is not a file`)
  if (found.size > MAX_BYTES) throw unusable(name, `${path} is larger than ${MAX_BYTES} bytes`)
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw unusable(name, messageOf(error), error)
  })
  return text.replace(/\r?\n$/, '')
}

function unusable(name: string, why: string, cause?: unknown): unknown {
  if (isNoRoom(cause)) return cause // it isn't the secret's fault
  return new AttemptFailure('configuration', `the secret ${name} can't be read: ${why}`, {
    hint: 'Provide it, or change secrets. A module that is registered: to the dispatcher, or by `iteron module update`; then redrive its job.',
    cause,
  })
}
