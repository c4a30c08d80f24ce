import { describe, expect, test } from '@jest/globals'
import { describeIssues } from '../../../../core/model/issues.ts'
import { moduleSpecSchema } from '../../../../core/model/module-spec.ts'

const DURATION = 'is not a duration: write a number with a unit, such as 30s, 5m or 48h, or 0'
const SIZE = 'is not a size: write a number of bytes, or one with a unit, such as 512Mi or 2G'

describe('what is wrong with a specification', () => {
  test.each([
    [{ timeout: 300 }, `timeout: ${DURATION}`],
    [{ timeout: 'soon' }, `timeout: ${DURATION}`],
    [{ retry: { backoff: { max: [] } } }, `retry.backoff.max: ${DURATION}`],
    [{ resources: { memory: 1.5 } }, `resources.memory: ${SIZE}`],
    [{ subscribes: 'a' }, 'subscribes: must be a list of event types'],
    [{ publishes: { a: 1 } }, 'publishes: must be a list of event types'],
    [{ join: { root: 'a', collect: 'b' } }, 'join.collect: must be a list of event types'],
    [{ command: 'sh run.sh' }, 'command: must be a list: the program, then its arguments'],
    [{ command: ['sleep', 5] }, 'command.1: must be text (in quotes), not a number'],
    [{ passEnvironment: 'HOME' }, 'passEnvironment: must be a list of environment variables'],
    [{ environment: ['A=1'] }, 'environment: must be a mapping of keys to values, not a list'],
    [{ environment: { A: 1 } }, 'environment.A: must be text (in quotes), not a number'],
    [{ environment: { '1A': 'x' } }, 'environment.1A: is not the name of an environment variable'],
    [{ secrets: { A: 'x' } }, 'secrets.A: must be either {env: VARIABLE} or {file: PATH}'],
    [{ concurrency: 'two' }, 'concurrency: must be a number, not text'],
    [{ concurrency: 1.5 }, 'concurrency: must be a whole number, not a fraction'],
    [{ retry: null }, 'retry: must be a mapping of keys to values, not empty'],
    [{ name: undefined }, 'name: is missing'],
  ])('%j', (wrong, said) => {
    const result = moduleSpecSchema.safeParse({ name: 'm', subscribes: ['a'], command: ['x'], ...wrong })
    expect(result.error && describeIssues(result.error)).toBe(said)
  })
})
