import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { CliError, cliErrorOf } from './errors.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import type { Session } from './session.ts'

/**
 * Runs an offline command: over the running server, or if there is none over the data folder, opened for as long as it
 * takes; `run` is told which. A folder that was named with --data is meant even if the server at the endpoint works on
 * another one; a server that was named with --endpoint, and no folder, is meant even if there is a folder.
 */
export async function withServerOrFolder(
  session: Session,
  args: { readonly data?: unknown },
  run: (over: 'server' | 'folder') => Promise<ExitCode>,
  options: { readonly anew?: boolean } = {},
): Promise<ExitCode> {
  const { data } = session.settings
  const documents = await serversDocuments(session)
  const isReached = typeof documents === 'string'
  const named = args.data !== undefined
  if (isReached && (!named || documents === documentsUrl(data))) return await run('server')
  if (!isReached && !named && session.config.origins.get('endpoint') === '--endpoint') throw documents
  if (!holdsStore(session.settings)) throw nothingThere(data, isReached ? undefined : documents)
  const { serveFolder } = await import('./offline/serve-folder.ts')
  const folder = await serveFolder(session.config, options.anew)
  try {
    await session.useServer(folder.address)
    return await run('folder')
  } finally {
    await session.close()
    await folder.stop()
  }
}

/** URL of the document store that the server at the endpoint works on, or why it can't be reached. */
async function serversDocuments(session: Session): Promise<string | CliError> {
  try {
    const { ports } = await session.server.call('server', 'GetServerInfo', {})
    return ports.find(({ name }) => name === 'documents')?.url ?? ''
  } catch (error) {
    const known = cliErrorOf(error)
    if (known.exit === EXIT.unreachable) return known
    throw known
  }
}

function documentsUrl(data: string): string {
  return pathToFileURL(path.resolve(data)).href.replace(/^file:/, 'sqlite:')
}

/** Looking at a folder never makes one: without a database, files that lost it, or a restore there is nothing to see. */
function holdsStore({ data, documents }: Session['settings']): boolean {
  const own = ['iteron.db', 'blobs', 'restore.json'].some((name) => existsSync(path.join(data, name)))
  return documents === undefined ? own : existsSync(data)
}

function nothingThere(data: string, unreachable: CliError | undefined): CliError {
  const nothing = existsSync(data)
    ? `the folder ${data} holds no installation`
    : `there is no data folder ${data}`
  if (unreachable === undefined)
    return new CliError(
      EXIT.notFound,
      'NOT_FOUND',
      nothing,
      'Name a server with --endpoint, or a folder with --data.',
    )
  const { message, hint = '' } = unreachable
  return new CliError(
    EXIT.unreachable,
    'UNAVAILABLE',
    `${message}, and ${nothing}`,
    `${hint} Or name a folder with --data.`.trim(),
  )
}
