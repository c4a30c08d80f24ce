import { connect } from 'node:net'
import { inTime } from './fuzz.ts'

export interface Written {
  /** Pieces, each written by itself. */
  readonly pieces: readonly Uint8Array[]
  /** How the client goes: it says that nothing more comes, or breaks the connection, after its last piece. */
  readonly leaves: 'ends' | 'resets'
  /** It ends, and breaks the connection if the server hasn't ended it after so many milliseconds. */
  readonly staysMs?: number
}

/**
 * Writes bytes to a port and gives what was answered, when the server has ended the connection: it must, once the client
 * has.
 */
export async function writeTo(address: string, { pieces, leaves, staysMs }: Written): Promise<Buffer> {
  const { hostname, port } = new URL(`http://${address}`)
  const answer: Buffer[] = []
  const closed = new Promise<void>((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    socket.on('data', (part: Buffer) => answer.push(part))
    // The server may end the connection at any time, also while we write.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error)
    })
    socket.on('close', () => resolve())
    socket.on('connect', () => {
      socket.setNoDelay()
      for (const piece of pieces) socket.write(piece)
      const leave = staysMs === undefined ? undefined : setTimeout(() => socket.resetAndDestroy(), staysMs)
      socket.once('close', () => clearTimeout(leave))
      if (leaves === 'ends') socket.end()
      else socket.resetAndDestroy()
    })
  })
  await inTime('the end of the connection', closed)
  return Buffer.concat(answer)
}
