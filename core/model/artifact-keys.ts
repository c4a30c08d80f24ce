import { IteronError } from '../errors.ts'
import { encodePart, encodePath, type KeyLimits } from './blob-key.ts'

export interface ArtifactPlace {
  /**
   * Milliseconds since 1970; the day is taken in UTC. Fixed when the attempt begins, so that a repeated commit finds
   * the same keys.
   */
  readonly at: number
  /** Name of the module, or of the person's client. */
  readonly producer: string
  readonly artifact: string
}

/** `year/month/day/producer/artifact/`, under which all of one artifact lies. */
export function artifactPrefix(place: ArtifactPlace, limits: KeyLimits): string {
  const { producer, artifact } = place
  return `${day(place.at)}/${encodePart(producer, limits)}/${encodePart(artifact, limits)}/`
}

/** Where a file of the artifact lies; the path must have passed `checkPath`. */
export function fileKey(prefix: string, path: string, limits: KeyLimits): string {
  return encodePath(`${prefix}files/`, path, limits)
}

/** Written last: a folder without it is no artifact. */
export function metadataKey(prefix: string): string {
  return `${prefix}metadata.yaml`
}

/** The log of an attempt, by its number. */
export function logKey(prefix: string, attempt: number): string {
  return `${prefix}logs/${attempt}.log`
}

function day(at: number): string {
  const date = new Date(at)
  const year = date.getUTCFullYear()
  if (!(year >= 0 && year <= 9999))
    throw new IteronError('INVALID_ARGUMENT', `${at} is no time of this calendar`)
  return [pad(year, 4), pad(date.getUTCMonth() + 1, 2), pad(date.getUTCDate(), 2)].join('/')
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0')
}
