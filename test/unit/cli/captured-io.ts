import { Writable } from 'node:stream'
import { runCli } from '../../../cli/run.ts'
import type { Io } from '../../../cli/io.ts'

/** A stream that keeps what is written to it. */
export class Captured extends Writable {
  text = ''
  readonly isTTY: boolean

  constructor(isTTY = false) {
    super()
    this.isTTY = isTTY
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString()
    done()
  }
}

export interface Captive extends Io {
  readonly stdout: Captured
  readonly stderr: Captured
}

export function capturedIo(
  options: { cwd?: string; env?: Record<string, string>; terminal?: boolean } = {},
): Captive {
  return {
    stdout: new Captured(options.terminal),
    stderr: new Captured(options.terminal),
    env: options.env ?? {},
    cwd: options.cwd ?? '/',
    signal: new AbortController().signal,
  }
}

/** One run of the program in this process. No server listens at its endpoint. */
export async function iteron(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<{ exit: number; stdout: string; stderr: string }> {
  const io = capturedIo({ ...options, env: { ITERON_ENDPOINT: '127.0.0.1:1', ...options.env } })
  const exit = await runCli(args, io)
  return { exit, stdout: io.stdout.text, stderr: io.stderr.text }
}
