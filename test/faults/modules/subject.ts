import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals'
import type { NewEvent } from '../../../proto/generated/iteron/v1/NewEvent.ts'
import type { Client, Job } from '../../e2e/client.ts'
import { Installation, type InstallationOptions } from '../../e2e/installation.ts'
import { peakResidentBytes, processesOf, until } from '../../e2e/processes.ts'

const MB = 1024 * 1024
/** A server that has done little takes 110 to 150 MB. */
const MOST_RESIDENT_BYTES = 400 * MB
const EMPTIED_MS = 40_000
/** Folders and files that a workspace is made with. */
const SKELETON_ENTRIES = 9

type Spec = Readonly<Record<string, unknown>>

/** An installation whose modules mean harm. After each test `isUnharmed` is checked. */
export class Subject {
  readonly installation: Installation
  #count = 0

  constructor(options: InstallationOptions = {}) {
    this.installation = new Installation({ arguments: ['--slots', '2'], ...options })
  }

  get client(): Client {
    return this.installation.client
  }

  /** A path in the scratch folder, outside the data folder. */
  place(name: string): string {
    return path.join(this.installation.folder, name)
  }

  /** Registers a module of one shell script, under a name and type of its own, which is returned. */
  async register(script: string, spec: Spec = {}): Promise<string> {
    const name = `m${(this.#count += 1)}`
    await this.client.shell(name, script, { subscribes: [name], ...spec })
    return name
  }

  /** Runs such a module on one event, to the end of all that it causes. */
  async run(script: string, spec: Spec = {}, event: Partial<NewEvent> = {}): Promise<Job> {
    const type = await this.register(script, spec)
    const { jobs } = await this.client.run({ ...event, type })
    return await this.client.job(jobs.find((job) => job.module.startsWith(type))!.id)
  }

  /** The engine is as if nothing had happened: the next job runs, nothing is left, all that is stored is sound. */
  async isUnharmed({ verifyFiles = true, mostResidentBytes = MOST_RESIDENT_BYTES } = {}): Promise<void> {
    const next = await this.run('echo next > out/data/next')
    expect(next).toMatchObject({ state: 'succeeded' })
    expect(await this.client.output(next.id)).toEqual({ next: 'next\n' })
    const { data, server } = this.installation
    expect(processesOf(data).filter(({ pid }) => pid !== server.pid)).toEqual([])
    expect(this.installation.workspaces()).toEqual([])
    for (const folder of ['blobs/.tmp', 'control/fifos', 'control/logs'])
      expect({ folder, holds: readdirSync(path.join(data, folder)) }).toEqual({ folder, holds: [] })
    await until('workspaces are emptied', () => isEmptied(path.join(data, 'work.spare')), EMPTIED_MS)
    const doctor = await this.client.all('server', 'RunDoctor', { verifyFiles })
    expect(doctor.flatMap(({ finding }) => finding ?? [])).toEqual([])
    expect(peakResidentBytes(server.pid)).toBeLessThan(mostResidentBytes)
  }
}

/** One for all tests of a file. `verifyFiles`: after each test all stored files are read, too. */
export function sharedSubject(
  options?: InstallationOptions,
  check: { readonly verifyFiles?: boolean; readonly mostResidentBytes?: number } = {},
): Subject {
  const subject = new Subject(options)
  beforeAll(() => subject.installation.start())
  afterEach(() => subject.isUnharmed(check), 60_000)
  afterAll(() => subject.installation.remove(), 60_000)
  return subject
}

/** Why it failed: class and message must name what was wrong. */
export function expectRefused(job: Job, message: string | RegExp): void {
  expectFailed(job, 'commit', message)
  expect(job.artifacts).toEqual([])
}

export function expectFailed(job: Job, failureClass: string, message: string | RegExp): void {
  const told = typeof message === 'string' ? expect.stringContaining(message) : expect.stringMatching(message)
  expect(job).toMatchObject({ state: 'failed', failure: { class: failureClass, message: told } })
}

/** What waits to be used again has nothing in it but what it was made with. */
function isEmptied(spare: string): boolean {
  if (!existsSync(spare)) return true
  try {
    const workspaces = readdirSync(spare).filter((name) => !name.endsWith('.out'))
    return readdirSync(spare, { recursive: true }).length <= workspaces.length * SKELETON_ENTRIES
  } catch {
    return false // something goes while it is listed
  }
}

/** A module of a few lines for Node. */
export function node(lines: string): string {
  return `exec ${process.execPath} -e "const fs = require('node:fs'); ${lines}"`
}
