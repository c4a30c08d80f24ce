import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { CliError, cliErrorOf } from './errors.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import type { Session } from './session.ts'

/**
 * Runs an offline command: over the running server, or if there is none over the data folder, opened for as long as it
 * takes. A
 * folder that was named with --data is meant even if the server at the endpoint works on another one.
 */
export async function withServerOrFolder(
  session: Session,
  args: { readonly data?: unknown },
  run: () => Promise<ExitCode>,
  options: { readonly anew?: boolean } = {},
): Promise<ExitCode> {
  const { data } = session.settings
  const documents = await serversDocuments(session)
  const named = args.data !== undefined
  if (documents !== undefined && (!named || documents === documentsUrl(data))) return await run()
  if (!holdsStore(session.settings)) throw nothingThere(session, documents !== undefined)
  const { serveFolder } = await import('./offline/serve-folder.ts')
  const folder = await serveFolder(session.config, options.anew)
  try {
    await session.useServer(folder.address)
    return await run()
  } finally {
    await session.close()
    await folder.stop()
  }
}

/** URL of the document store that the server at the endpoint works on; undefined if no server answers. */
async function serversDocuments(session: Session): Promise<string | undefined> {
  try {
    const { ports } = await session.server.call('server', 'GetServerInfo', {})
    return ports.find(({ name }) => name === 'documents')?.url ?? ''
  } catch (error) {
    const known = cliErrorOf(error)
    if (known.exit === EXIT.unreachable) return undefined
    throw known
  }
}

function documentsUrl(data: string): string {
  return pathToFileURL(path.resolve(data)).href.replace(/^file:/, 'sqlite:')
}

/** Looking at a folder never makes one: there is nothing to see in a folder without a database, nor files that lost it. */
function holdsStore({ data, documents }: Session['settings']): boolean {
  const own = ['iteron.db', 'blobs'].some((name) => existsSync(path.join(data, name)))
  return documents === undefined ? own : existsSync(data)
}

function nothingThere({ settings }: Session, reached: boolean): CliError {
  const { endpoint, data } = settings
  return new CliError(
    reached ? EXIT.notFound : EXIT.unreachable,
    reached ? 'NOT_FOUND' : 'UNAVAILABLE',
    reached
      ? `there is no data folder ${data}`
      : `no server answers at ${endpoint}, and there is no data folder ${data}`,
    'Name a server with --endpoint, or a folder with --data.',
  )
}
