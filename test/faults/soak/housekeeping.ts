import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { ServerLink } from './server-link.ts'

/** What a note leads to is removed so long after its end. */
const KEPT = '20s'

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
    const args = ['gc', '--policy', this.#policy]
    const result = (await this.#link.installation.json(...args)) as { readonly later: number }
    return result.later === 0 ? [] : [`gc at rest leaves something for later: ${JSON.stringify(result)}`]
  }

  async verifyBackup(): Promise<void> {
    await this.#command('backup', 'backup', this.#backup, '--verify')
  }

  async #command(counted: keyof Housekeeping['done'], ...args: readonly string[]): Promise<void> {
    await this.#link.unlessDisturbed(async () => {
      const { exit, stdout, stderr } = await this.#link.installation.cli(...args)
      if (exit !== 0) throw new Error(`${args.join(' ')} ended with ${exit}:\n${stdout}\n${stderr}`)
      this.done[counted] += 1
    })
  }
}
