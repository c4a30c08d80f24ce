import { spawnSync } from 'node:child_process'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseProbe, PROBE_TEXT, quote, taskText } from '../../../../adapters/process/shell-text.ts'
import type { ShellTraits } from '../../../../adapters/process/shell-text.ts'

const TRAITS: ShellTraits = { environment: 'export', env: '/usr/bin/env', nice: '/usr/bin/nice' }
const TASK = { id: 'a', directory: '/w', environment: {}, timeoutMs: 0, graceMs: 0, maxLogBytes: 0 }

describe('the text of a task', () => {
  test('any text is one word of the shell', () => {
    const text = fc
      .string({ unit: 'binary' })
      .filter((value) => !value.includes('\0') && value.isWellFormed())
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), (texts) => {
        const script = `printf '%s\\0' ${texts.map(quote).join(' ')}`
        const { stdout } = spawnSync('/bin/sh', ['-s'], { input: `${script}\n`, encoding: 'utf8' })
        expect(stdout.split('\0').slice(0, -1)).toEqual(texts)
      }),
      { numRuns: 50 },
    )
  })

  test('is short for a common task', () => {
    const text = taskText({ ...TASK, command: ['cp', 'a', "b'c"] }, { A: '1', B: 'two words' }, TRAITS)
    expect(text).toBe(
      "(trap u 0;cd '/w'&&unset PWD OLDPWD&&export A='1' B='two words'&&s&&exec 'cp' 'a' 'b'\\''c')" +
        '</dev/null 2>&1;e $?\n',
    )
  })

  test('goes by way of env for names that the shell would refuse or take for its own, or where the shell adds some', () => {
    const task = { ...TASK, command: ['cp'] }
    expect(taskText(task, { 'a.b': '1' }, TRAITS)).toContain("exec '/usr/bin/env' -i -- 'a.b=1' 'cp'")
    expect(taskText(task, { PPID: '1' }, TRAITS)).toContain("exec '/usr/bin/env' -i -- 'PPID=1' 'cp'")
    const bash: ShellTraits = { ...TRAITS, environment: 'env' }
    expect(taskText(task, { A: '1' }, bash)).toContain("exec '/usr/bin/env' -i -- 'A=1' 'cp'")
    const odd = { ...TASK, command: ['/x=1/cp'] }
    expect(taskText(odd, { A: '1' }, bash)).toContain("'A=1' '/usr/bin/nice' -n 0 '/x=1/cp'")
  })
})

describe('the probe of a shell', () => {
  test('finds what this machine has', () => {
    const { stdout } = spawnSync('/bin/sh', ['-c', PROBE_TEXT], { env: {}, encoding: 'utf8' })
    expect(parseProbe(stdout)).toMatchObject({ env: expect.stringContaining('env') })
  })

  test('tells exact exports from others, and a shell that lacks something', () => {
    expect(parseProbe('/bin/env\n/bin/nice\nITERON_PROBE=1\n')?.environment).toBe('export')
    expect(parseProbe('/bin/env\n/bin/nice\nSHLVL=0\nITERON_PROBE=1\n')?.environment).toBe('env')
    expect(parseProbe('')).toBeUndefined()
    expect(parseProbe('/bin/env\n')).toBeUndefined()
  })
})
