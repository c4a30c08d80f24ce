import { describe, expect, it } from '@jest/globals'
import { artifactPrefix, fileKey, logKey, metadataKey } from '../../../../core/model/artifact-keys.ts'

const LIMITS = { maxPartBytes: 255, maxKeyBytes: 3000 }

describe('the keys of an artifact', () => {
  const prefix = artifactPrefix(
    { at: Date.UTC(2026, 0, 2, 23, 59), producer: 'detect-faces', artifact: 'a1' },
    LIMITS,
  )

  it('lie under the day in UTC, with zeros, the producer and the id', () => {
    expect(prefix).toBe('2026/01/02/detect-faces/a1/')
    expect(artifactPrefix({ at: 0, producer: 'a/../b', artifact: 'x' }, LIMITS)).toBe(
      '1970/01/01/a%2F..%2Fb/x/',
    )
  })

  it('have places for files, metadata and logs', () => {
    expect(fileKey(prefix, 'faces/1%.png', LIMITS)).toBe('2026/01/02/detect-faces/a1/files/faces/1%25.png')
    expect(metadataKey(prefix)).toBe('2026/01/02/detect-faces/a1/metadata.yaml')
    expect(logKey(prefix, 3)).toBe('2026/01/02/detect-faces/a1/logs/3.log')
  })

  it('need a time of the calendar', () => {
    for (const at of [NaN, Infinity, Date.UTC(10_000, 0)]) {
      expect(() => artifactPrefix({ at, producer: 'p', artifact: 'a' }, LIMITS)).toThrow(
        /no time of this calendar/,
      )
    }
  })
})
