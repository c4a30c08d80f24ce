import { constants, open } from 'node:fs'
import { Socket } from 'node:net'
import type { ConnectOpts, SocketConstructorOpts } from 'node:net'
import { promisify } from 'node:util'

const READ_BYTES = 64 * 1024

/**
 * The reading end of a FIFO. One buffer serves every read, so that a program which prints gigabytes costs no memory.
 * `read` gets chunks that are valid during the call only.
 */
export async function openOutputPipe(path: string, read: (chunk: Buffer) => void): Promise<() => Socket> {
  const fd = await promisify(open)(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const buffer = Buffer.allocUnsafeSlow(READ_BYTES)
  const options: SocketConstructorOpts & ConnectOpts = {
    fd,
    readable: true,
    writable: false,
    onread: {
      buffer,
      callback: (length) => {
        read(buffer.subarray(0, length))
        return true
      },
    },
  }
  // Reading may begin only when there is a writer: a FIFO without one looks ended.
  return () => new Socket(options).resume()
}
