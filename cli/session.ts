import type { LoadedConfig } from './config/load.ts'
import type { Settings } from './config/schema.ts'
import { write, type Io } from './io.ts'
import { Remote } from './remote.ts'

/** One run of a command: its process, its settings, the server. */
export class Session {
  readonly io: Io
  readonly config: LoadedConfig
  /** A format of the command's own that was asked for, such as `tree`. */
  readonly shape: string | undefined
  #server: Remote

  constructor(io: Io, config: LoadedConfig, shape?: string) {
    this.io = io
    this.config = config
    this.shape = shape
    this.#server = new Remote(config.settings, io.signal)
  }

  get settings(): Settings {
    return this.config.settings
  }

  get format(): Settings['output'] {
    return this.settings.output
  }

  get server(): Remote {
    return this.#server
  }

  /** Calls go to another server from now on, in plain text. */
  async useServer(endpoint: string): Promise<void> {
    await this.#server.close()
    const { certfile: _cert, keyfile: _key, cacertfile: _ca, ...settings } = this.settings
    this.#server = new Remote({ ...settings, endpoint }, this.io.signal)
  }

  /** A result, for people and scripts. */
  async print(text: string): Promise<void> {
    if (text !== '') await write(this.io.stdout, text)
  }

  /** What is to be read by people only. */
  async note(text: string): Promise<void> {
    await write(this.io.stderr, `${text}\n`)
  }

  async warn(text: string): Promise<void> {
    await this.note(`warning: ${text}`)
  }

  async close(): Promise<void> {
    await this.#server.close()
  }
}
