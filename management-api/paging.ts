import type { z } from 'zod'
import type { PageRequest } from '../core/catalog/page.ts'
import { invalid } from './errors.ts'
import { checkValue } from '../core/model/check-value.ts'

const DEFAULT_PAGE = 100
const LARGEST_PAGE = 1000

/** What every list request has. */
export interface PageFields {
  readonly pageSize: number
  readonly pageToken: string
}

/** The page that a request asks for; the token is the store's own cursor. */
export function pageOf(request: PageFields, largest = LARGEST_PAGE): PageRequest {
  const limit = pageSize(request.pageSize, DEFAULT_PAGE, largest)
  return request.pageToken === '' ? { limit } : { limit, after: request.pageToken }
}

/** 0: the default; INVALID_ARGUMENT for a negative one; what is too large is cut. */
export function pageSize(size: number, standard = DEFAULT_PAGE, largest = LARGEST_PAGE): number {
  if (size < 0) throw invalid(`page_size ${size} is negative`)
  return size === 0 ? standard : Math.min(size, largest)
}

/** A token of our own, for lists that are put together from several. */
export function writeToken(position: object): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url')
}

/** What `writeToken` wrote; INVALID_ARGUMENT for anything else. */
export function readToken<T extends z.ZodType>(token: string, schema: T): z.output<T> {
  const parsed = checkValue(schema, parseJson(Buffer.from(token, 'base64url').toString('utf8')))
  if (!parsed.success) throw invalid('page_token is not one that this list gave', 'Begin again without it.')
  return parsed.data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
