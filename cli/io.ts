import { once } from 'node:events'

export type OutputStream = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number }

/** What a command sees of the process that it runs in. */
export interface Io {
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly env: Readonly<Record<string, string | undefined>>
  /** Folder that relative paths start from. */
  readonly cwd: string
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal
}

/** Writes, and waits while the reader is slower. */
export async function write(stream: OutputStream, data: string | Uint8Array): Promise<void> {
  if (!stream.write(data)) await once(stream, 'drain')
}
