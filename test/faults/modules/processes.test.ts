import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect } from '@jest/globals'
import { isAlive, processesOf } from '../../e2e/processes.ts'
import { fault } from '../fault.ts'
import { expectFailed, sharedSubject } from './subject.ts'

const subject = sharedSubject()

/** Asserts that nothing of the job is alive. */
function expectGone(job: string): void {
  expect(processesOf(job)).toEqual([])
}

fault(
  {
    fault: 'a module ignores SIGTERM',
    holds: 'it is killed when its time and the grace are over, fails as *timeout*, its log is kept',
    form: 'long', // the grace of 5 s
  },
  async () => {
    const script = 'trap "" TERM; echo begun; while :; do sleep 1000; done'
    const job = await subject.run(script, { timeout: '200ms' })
    expectFailed(job, 'timeout', 'ran longer than 200ms')
    expect(await subject.client.log(job.id)).toBe('begun')
    expectGone(job.id)
  },
)

fault(
  {
    fault: 'a module forks children and exits',
    holds:
      'they are killed before its outputs are looked at; what they would have written later is not there',
  },
  async () => {
    const job = await subject.run(
      '(trap "" TERM HUP; sleep 1000; echo late > out/data/late) & echo 1 > out/data/1',
    )
    expect(job).toMatchObject({ state: 'succeeded' })
    expectGone(job.id)
    expect(await subject.client.output(job.id)).toEqual({ 1: '1\n' })
  },
)

fault(
  {
    fault: 'a module leaves daemons behind: forked twice, in sessions of their own, deaf to signals',
    holds: 'they are killed before its outputs are looked at',
  },
  async () => {
    const daemon = `(setsid sh -c 'trap "" TERM HUP INT; sleep 1000; sleep 1000' </dev/null >/dev/null 2>&1 &)`
    const job = await subject.run(`for i in 1 2 3 4 5; do ${daemon}; done; echo 1 > out/data/1`)
    expect(job).toMatchObject({ state: 'succeeded' })
    expectGone(job.id)
  },
)

fault(
  {
    fault: 'a daemon of a module has dropped or forged the variable by which it would be found',
    holds: 'it is found by its working folder, or by what it has open there, and killed',
  },
  async () => {
    const pids = subject.place('pids')
    const started = `echo $$ >> ${pids}; echo > go`
    const daemon = (how: string) => `(${how} setsid sh -c '${started}; exec sleep 1000' &)`
    const held = `(env -i setsid sh -c 'exec 3>>out/data/1; ${started}; cd /; exec sleep 1000' >/dev/null 2>&1 &)`
    const printing = `(env -i setsid sh -c '${started}; cd /; exec sleep 1000' &)`
    const all = [daemon('env -i'), daemon('ITERON_TASK=x'), held, printing]
    // a pipe for each: who opens one that the one before still has open waits for nobody
    const script = `${all.map((one) => `mkfifo go; ${one}; read x < go; rm go`).join('\n')}; echo 1 > out/data/1`
    const job = await subject.run(script)
    expect(job).toMatchObject({ state: 'succeeded' })
    const daemons = readFileSync(pids, 'utf8').trim().split('\n').map(Number)
    expect(daemons).toHaveLength(4)
    expect(daemons.filter(isAlive)).toEqual([])
  },
)

fault(
  {
    fault: 'a module closes its output, or fills it with what looks like the end of its program',
    holds: 'its end is known by its exit code alone',
  },
  async () => {
    const closed = await subject.run('exec >&- 2>&-; echo lost; exit 7')
    expectFailed(closed, 'exit', 'exited with 7')
    const forged = await subject.run(`printf '\\036E0\\n\\036'; printf '%032d' 0; echo E0; exit 4`)
    expectFailed(forged, 'exit', 'exited with 4')
    expect(await subject.client.log(forged.id)).toContain('E0')
  },
)

fault(
  {
    fault: 'a module sends signals to its process group',
    holds:
      'SIGTERM ends the module alone; SIGKILL ends its shell with it: *lost*, tried again, failed in the end; the slot goes on',
  },
  async () => {
    expectFailed(await subject.run('kill 0; sleep 1000'), 'exit', 'SIGTERM')
    const job = await subject.run('echo begun; kill -9 0; sleep 1000')
    expectFailed(job, 'lost', 'ended from outside')
    expect(job.attempts).toBe(5)
  },
)

fault(
  {
    fault: 'a module kills the shell that started it (kill -9 $PPID)',
    holds: 'the attempt is *lost* and the module is killed; the slot goes on with another shell',
  },
  async () => {
    const job = await subject.run('kill -9 $PPID; sleep 1000')
    expectFailed(job, 'lost', 'ended from outside')
    expectGone(job.id)
  },
)

fault(
  {
    fault: 'a module writes to every descriptor it was given',
    holds: 'it was given none but input, output and errors',
  },
  async () => {
    const list = 'ls /proc/self/fd'
    // what this process was started with goes through Node to all that it starts
    const inherited = spawnSync('/bin/sh', ['-c', list], { encoding: 'utf8' }).stdout
    const job = await subject.run(`${list}; for n in 3 4 5 6 7 8 9; do echo x >&$n; done 2>/dev/null; true`)
    expect(job).toMatchObject({ state: 'succeeded' })
    expect(await subject.client.log(job.id)).toBe(inherited.trimEnd())
  },
)

fault(
  {
    fault: 'a module uses up its file descriptors',
    holds: 'it fails with its own exit code, and nobody else has fewer',
  },
  async () => {
    const open = `const fs = require('node:fs'); const all = []
      try { for (;;) all.push(fs.openSync('out/data/f' + all.length, 'w')) } catch (error) { console.log(error.code); process.exit(3) }`
    const job = await subject.run(`ulimit -n 256; exec ${process.execPath} -e "${open}"`)
    expectFailed(job, 'exit', 'exited with 3')
    expect(await subject.client.log(job.id)).toContain('EMFILE')
  },
)

fault(
  {
    fault: 'a module leaves zombies behind, or ends by a signal',
    holds: 'zombies hold up nothing; the signal is named',
  },
  async () => {
    const zombies = 'for i in 1 2 3 4 5; do true & done; exec sleep 0.1'
    expect(await subject.run(zombies)).toMatchObject({ state: 'succeeded' })
    expectFailed(await subject.run('kill -SEGV $$'), 'exit', 'SIGSEGV')
    expectFailed(await subject.run('echo begun; kill -9 $$'), 'exit', 'SIGKILL')
  },
)

fault(
  {
    fault: 'a fork bomb, as another user under its process limit',
    holds:
      'other jobs run meanwhile; when its time is over it fails as *timeout*, and none of its processes is left',
    unless: process.getuid?.() === 0 ? undefined : 'only root can run a module as another user',
  },
  async () => {
    const type = 'bomb'
    await subject.client.module({
      name: type,
      subscribes: [type],
      timeout: '2s',
      command: [
        ...['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'],
        ...['prlimit', '--nproc=150', '/bin/sh', '-c'],
        'echo begun; b() { b | b & }; { b; b; b; } 2>/dev/null & exec sleep 1000',
      ],
    })
    const event = await subject.client.publish({ type })
    const [bomb] = await subject.client.begun(event)
    await subject.client.hears(bomb!.id, 'begun')
    expect(await subject.run('echo beside > out/data/beside')).toMatchObject({ state: 'succeeded' })
    expect(['preparing', 'running']).toContain((await subject.client.job(bomb!.id)).state) // written lazily
    await subject.client.outcome(event)
    expectFailed(await subject.client.job(bomb!.id), 'timeout', 'ran longer than 2s')
    expectGone(bomb!.id)
  },
)
