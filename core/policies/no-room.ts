import { isIteronError } from '../errors.ts'

/** What the system says when the disk, the quota or the number of open files is at its limit. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE'])

/** Whether something was refused for want of room: it passes without anybody's changing what was asked for. */
export function isNoRoom(error: unknown): boolean {
  if (isIteronError(error)) return error.code === 'RESOURCE_EXHAUSTED'
  return typeof error === 'object' && error !== null && 'code' in error && NO_ROOM.has(String(error.code))
}
