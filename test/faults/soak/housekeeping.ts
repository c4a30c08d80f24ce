import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { IteronProcess, type Ended } from '../../e2e/iteron-process.ts'
import type { ServerLink } from './server-link.ts'

/** What a note leads to is removed so long after its end. */
const KEPT = '20s'

/** A command that goes through all that is stored takes its time beside full work. */
const COMMAND_MS = 300_000

/** What the commands of an operator did. */
export class Housekeeping {
  /** How often each command came to its end. */
  readonly done = { gc: 0, backup: 0, doctor: 0 }
  readonly #link: ServerLink
  readonly #policy: string
  readonly #backup: string

  constructor(link: ServerLink) {
    this.#link = link
    this.#policy = path.join(link.installation.folder, 'retention.yaml')
    this.#backup = path.join(link.installation.folder, 'backup')
    const rules = [
      ...['artifacts', 'logs', 'jobs'].map((what) => ({ what, modules: ['stamp'], maxAge: KEPT })),
      { what: 'events', types: ['soak.note'], maxAge: KEPT },
    ]
    writeFileSync(this.#policy, JSON.stringify({ retention: { rules } }))
  }

  /** Applies the policy. */
  async gc(): Promise<void> {
    await this.#command('gc', 'gc', '--policy', this.#policy)
  }

  /** Adds a snapshot to the backup. */
  async backup(): Promise<void> {
    await this.#command('backup', 'backup', this.#backup)
  }

  /** Looks for what breaks a rule, while there is work. */
  async doctor(): Promise<void> {
    await this.#command('doctor', 'doctor')
  }

  /** Applies the policy to a server at rest: all that may go must go at once. Returns what couldn't, a sentence for it. */
  async lastGc(): Promise<string[]> {
    const { stdout, stderr } = await this.run('gc', '--policy', this.#policy, '--output', 'json')
    if (stderr !== '') return [stderr]
    const result = JSON.parse(stdout) as { readonly later: number }
    return result.later === 0 ? [] : [`gc at rest leaves something for later: ${JSON.stringify(result)}`]
  }

  async verifyBackup(): Promise<void> {
    await this.#command('backup', 'backup', this.#backup, '--verify')
  }

  async #command(counted: keyof Housekeeping['done'], ...args: readonly string[]): Promise<void> {
    await this.#link.unlessDisturbed(async () => {
      const { exit, stdout, stderr } = await this.run(...args)
      if (exit !== 0) throw new Error(`${args.join(' ')} ended with ${exit}:\n${stdout}\n${stderr}`)
      this.done[counted] += 1
    })
  }

  /** Runs a command of the command line on this server. */
  async run(...args: readonly string[]): Promise<Ended> {
    const { folder: cwd, grpc } = this.#link.installation
    return await new IteronProcess(args, { cwd, environment: { ITERON_ENDPOINT: grpc } }).end(COMMAND_MS)
  }
}
