import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  artifactId,
  attemptId,
  derive,
  digestOf,
  eventKey,
  isOwnSource,
  jobId,
  moduleSource,
  outputEventId,
} from '../../../../core/model/identity.ts'

describe('derived ids', () => {
  // Each is the beginning of: printf '5:event9:test:sour2:42' | sha256sum. Ids that changed would make every stored
  // event unknown.
  test.each([
    ['an event', eventKey('test:sour', '42'), '1d26db378e70ce769fbfddc514abe6bf'],
    ['an output event', outputEventId('job', 0), 'e7fc30f2b6faec66a6cf0d7c1751ff53'],
    ['a job', jobId('evt', 'mod-1a'), 'c2b9ca80d017bb37e729d35cdd23eca1'],
    ['an artifact', artifactId('job', 2, 'data'), 'e9fdba8536b6b856f522a8ffc7710818'],
    ['one with letters of two bytes', eventKey('Übung', 'ö1'), '951dd3407eee8f0b216cb010f249c93f'],
  ])('of %s', (_, id, expected) => {
    expect(id).toBe(expected)
  })

  test('differ for different lists of parts, however these are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (a, b) => {
        fc.pre(JSON.stringify(a) !== JSON.stringify(b))
        expect(derive('event', ...a)).not.toBe(derive('event', ...b))
      }),
    )
    expect(derive('event', 'ab', 'c')).not.toBe(derive('event', 'a', 'bc'))
    expect(derive('event', 'a')).not.toBe(derive('job', 'a'))
  })

  test('of attempts say job and number', () => {
    expect(attemptId('abc', 3)).toBe('abc.3')
  })
})

describe('sources', () => {
  test('of our own modules are known as ours', () => {
    expect(moduleSource('here', 'resize')).toBe('iteron:here/resize')
    expect(isOwnSource('here', moduleSource('here', 'resize'))).toBe(true)
  })

  test.each(['iteron:here', 'iteron:there/resize', 'iteron:heree/resize', 'https://here/resize'])(
    '%s is none of ours',
    (source) => {
      expect(isOwnSource('here', source)).toBe(false)
    },
  )
})

test('a digest names its algorithm', () => {
  expect(digestOf('')).toBe('sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  expect(digestOf(Buffer.from('abc'))).toBe(digestOf('abc'))
})
