import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { sharedInstallation } from './installation.ts'
import { processesOf } from './processes.ts'
import { raise } from './programs.ts'

describe('modules that fail', () => {
  const installation = sharedInstallation({ arguments: ['--slots', '4'] })

  /** Runs a module once, on one event, and returns its job. */
  async function runOnce(name: string, script: string, spec: Readonly<Record<string, unknown>> = {}) {
    const { client } = installation
    await client.shell(name, script, { subscribes: [name], ...spec })
    const { verdict, jobs, reason } = await client.run({ type: name })
    return { verdict, reason, job: await client.job(jobs[0]!.id) }
  }

  test('an exit code fails the job at once where no retry is wanted; its log is kept', async () => {
    const { verdict, job } = await runOnce('exit', 'echo before; exit 42')
    expect(verdict).toBe('failed')
    expect(job).toMatchObject({ state: 'failed', attempts: 1, failure: { class: 'exit', exitCode: 42 } })
    expect(job.attemptList).toMatchObject([{ number: 1, state: 'failed', exitCode: 42 }])
    expect(await installation.client.log(job.id)).toBe('before')
  })

  test('what a failed attempt wrote is not to be seen', async () => {
    const { client } = installation
    const { job } = await runOnce('half', `echo 1 > out/data/1; ${raise('e', 'half.done')}; exit 1`, {
      publishes: ['half.done'],
    })
    expect(job.artifacts).toEqual([])
    expect((await client.call('events', 'ListEvents', { type: 'half.done' })).events).toEqual([])
  })

  test('a retry comes after its backoff, and the attempt that succeeds counts alone', async () => {
    const tries = path.join(installation.folder, 'tries')
    const script = `echo x >> '${tries}'; echo "$ITERON_ATTEMPT" > out/data/attempt; [ $(wc -l < '${tries}') -ge 3 ]`
    const { verdict, job } = await runOnce('retry', script, {
      retry: { count: 5, backoff: { initial: '200ms', factor: 2 } },
    })
    expect({ verdict, attempts: job.attempts }).toEqual({ verdict: 'succeeded', attempts: 3 })
    expect(job.attemptList.map(({ state }) => state)).toEqual(['failed', 'failed', 'succeeded'])
    const [first, second, third] = job.attemptList
    // half of the delay at least: the other half is jitter
    expect(second!.startedAtMs - first!.endedAtMs!).toBeGreaterThanOrEqual(100)
    expect(third!.startedAtMs - second!.endedAtMs!).toBeGreaterThanOrEqual(200)
    expect(await installation.client.output(job.id)).toEqual({ attempt: '3\n' })
    const { reasons } = await installation.client.call('jobs', 'ExplainJob', { job: job.id })
    expect(reasons.map(({ why }) => why)).toEqual(
      Array(2).fill(expect.stringMatching(/^the module exited with 1; tried again after 0\.[1-4] s$/)),
    )
  })

  test('when all tries are spent the job is a dead letter with its last cause', async () => {
    const { client } = installation
    const { job } = await runOnce('spent', 'exit 9', { retry: { count: 1, backoff: { initial: '10ms' } } })
    expect(job).toMatchObject({ state: 'failed', attempts: 2 })
    const letter = await client.call('deadLetters', 'GetDeadLetter', { deadLetter: job.id })
    expect(letter).toMatchObject({ kind: 'job', state: 'failed', module: 'spent', type: 'spent' })
    expect(letter.reason).toContain('9')
  })

  test('a timeout ends the module and all that it started', async () => {
    const script =
      'sleep 1000 & setsid sleep 1000 & (trap "" TERM; setsid sleep 1000) & echo begun; sleep 1000'
    const { job } = await runOnce('slow', script, { timeout: '300ms' })
    expect(job).toMatchObject({ state: 'failed', attempts: 1, failure: { class: 'timeout' } })
    expect(job.failure!.message).toContain('300')
    expect(await installation.client.log(job.id)).toContain('begun')
    expect(processesOf(job.id)).toEqual([])
  })

  test('what a module left running is ended before its output counts', async () => {
    const script = '(sleep 1000; echo late > out/data/late) & setsid sleep 1000 & echo early > out/data/early'
    const { verdict, job } = await runOnce('leaver', script)
    expect(verdict).toBe('succeeded')
    expect(processesOf(job.id)).toEqual([])
    expect(await installation.client.output(job.id)).toEqual({ early: 'early\n' })
  })

  test('a program that is not there, and a folder in its place', async () => {
    const { client } = installation
    const commands = { missing: ['/nowhere/program'], folder: [installation.folder] }
    for (const [name, command] of Object.entries(commands)) {
      await client.module({ name, command, subscribes: [name], retry: { count: 3 } })
      const { jobs } = await client.run({ type: name })
      expect(jobs[0]).toMatchObject({ state: 'failed', attempts: 1, failure: { class: 'configuration' } })
      expect(jobs[0]!.failure!.message).toContain(command[0])
    }
  })

  test('a secret that is not there fails the job as configuration, and names it', async () => {
    const { job } = await runOnce('secret', 'true', { secrets: { API_KEY: { env: 'NOT_SET_ANYWHERE' } } })
    expect(job.failure).toMatchObject({ class: 'configuration' })
    expect(job.failure!.message).toMatch(/API_KEY.*NOT_SET_ANYWHERE/)
  })

  test('a provider that is not configured is refused by name', async () => {
    const module = installation.client.shell('x', 'true', { subscribes: ['x'], executor: 'batch' })
    await expect(module).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining('batch'),
    })
  })

  test('a program that changed since it was registered is not run; update and redrive do', async () => {
    const program = path.join(installation.folder, 'program.sh')
    writeFileSync(program, 'echo one > out/data/version\n')
    const spec = 'name: changing\nsubscribes: [changing]\ncommand: [sh, program.sh]\n'
    writeFileSync(path.join(installation.folder, 'module.yaml'), spec)
    expect(await installation.cli('module', 'create', '-f', 'module.yaml')).toMatchObject({ exit: 0 })
    writeFileSync(program, 'echo two > out/data/version\n')
    const { jobs } = await installation.client.run({ type: 'changing' })
    expect(jobs[0]).toMatchObject({ state: 'failed', attempts: 1, failure: { class: 'configuration' } })
    expect(jobs[0]!.failure!.message).toContain(program)
    expect(jobs[0]!.failure!.hint).toContain('iteron module update')
    expect(await installation.cli('module', 'update', '-f', 'module.yaml')).toMatchObject({ exit: 0 })
    expect(await installation.cli('dead-letter', 'redrive', jobs[0]!.id, '--wait')).toMatchObject({ exit: 0 })
    const job = await installation.client.job(jobs[0]!.id)
    expect(job).toMatchObject({ state: 'succeeded', moduleVersion: 2, attempts: 2 })
    expect(await installation.client.output(job.id)).toEqual({ version: 'two\n' })
  })

  test('a log above the limit is cut, with a marker', async () => {
    const { verdict, job } = await runOnce('loud', 'head -c 17000000 /dev/zero | tr "\\0" x | fold -w 8000')
    expect(verdict).toBe('succeeded')
    const log = await installation.client.log(job.id)
    expect(log.length).toBeLessThan(17_000_000)
    expect(log.slice(-300)).toMatch(/limit|cut|left out/)
  })

  test('a module can not write to its inputs in the store', async () => {
    const { client } = installation
    await client.shell('vandal', 'for f in in/data/*; do echo broken > "$f"; done', {
      subscribes: ['vandal'],
    })
    const artifact = await client.upload({ a: 'precious' })
    await client.run({ type: 'vandal', files: [{ artifact }] })
    expect((await client.files(artifact)).get('a')!.toString()).toBe('precious')
    const verified = await client.all('artifacts', 'VerifyArtifacts', {})
    expect(verified.filter(({ intact }) => !intact)).toEqual([])
  })
})
