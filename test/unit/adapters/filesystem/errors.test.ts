import { describe, expect, it } from '@jest/globals'
import { open } from 'node:fs/promises'
import { toIteronError } from '../../../../adapters/filesystem/errors.ts'

const system = (code: string) => Object.assign(new Error(`${code}: it went wrong`), { code })

describe('toIteronError', () => {
  it.each([
    ['ENOSPC', 'RESOURCE_EXHAUSTED', false],
    ['EDQUOT', 'RESOURCE_EXHAUSTED', false],
    ['EMFILE', 'RESOURCE_EXHAUSTED', true],
    ['EACCES', 'PERMISSION_DENIED', false],
    ['EROFS', 'FAILED_PRECONDITION', false],
    ['ESTALE', 'UNAVAILABLE', true],
    ['EIO', 'INTERNAL', false],
    ['EWHATEVER', 'INTERNAL', false],
  ])('makes %s %s', (from, code, retryable) => {
    expect(toIteronError(system(from), 'writing /a')).toMatchObject({
      code,
      retryable,
      message: `writing /a: ${from}: it went wrong`,
    })
  })

  it('knows a full disk when it meets one', async () => {
    const full = await open('/dev/full', 'w')
    const error: unknown = await full.write('x').catch((reason: unknown) => reason)
    await full.close()
    expect(toIteronError(error, 'writing')).toMatchObject({ code: 'RESOURCE_EXHAUSTED' })
  })
})
