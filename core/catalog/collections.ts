import type { CollectionSpec } from '../ports/document-store.ts'

const by = (...fields: string[]) => ({ fields })
const sparse = (...fields: string[]) => ({ fields, sparse: true })
const each = (field: string) => ({ fields: [field], multi: true })
/** Filtered and summed within what an index or a scope has found. */
const beside = (...fields: string[]) => ({ fields, unordered: true })
/** What statistics, status and metrics ask: it must cost the same however many documents there are. */
const counted = (fields: string[], counts: { sums?: string[]; unless?: string } = {}) => ({
  fields,
  unordered: true,
  counted: counts,
})

/** Every collection with what it is looked up by. */
export const COLLECTIONS: readonly CollectionSpec[] = [
  { name: 'meta', indexes: [] },
  { name: 'modules', indexes: [by('name')] },
  { name: 'moduleNames', indexes: [] },
  { name: 'moduleVersions', indexes: [by('module', 'version')] },
  {
    name: 'events',
    indexes: [
      by('expiredAt', 'storedAt'),
      by('eventId'),
      by('expiredAt', 'type', 'storedAt'),
      by('expiredAt', 'correlationId', 'storedAt'),
      by('root'),
      by('state'),
      sparse('job'),
      sparse('cancelling'),
      sparse('dataAt.key'),
      sparse('filesAt.key'),
      each('scopes'),
      each('files.artifact'),
      each('artifacts'),
      beside('children', 'source'),
      counted(['state']),
    ],
  },
  {
    name: 'jobs',
    indexes: [
      by('state', 'queuedAt', 'module', 'holds'),
      by('expiredAt', 'createdAt'),
      by('expiredAt', 'module', 'createdAt'),
      by('expiredAt', 'state', 'createdAt'),
      by('expiredAt', 'correlationId', 'createdAt'),
      by('expiredAt', 'eventType', 'createdAt'),
      by('event'),
      by('root'),
      sparse('holds'),
      sparse('dueAt'),
      sparse('relayed'),
      each('scopes'),
      beside('children', 'join'),
      counted(['module', 'state', 'relayed', 'join', 'failure.class']),
    ],
  },
  {
    name: 'attempts',
    indexes: [
      by('job', 'number'),
      by('module', 'state', 'moduleMs'),
      sparse('loggedAt'),
      counted(['module', 'state'], { sums: ['moduleMs'] }),
    ],
  },
  { name: 'reasons', indexes: [by('job', 'at')] },
  { name: 'environments', indexes: [] },
  { name: 'staged', indexes: [by('job'), each('refers')] },
  { name: 'sweeps', indexes: [] },
  { name: 'pins', indexes: [] },
  { name: 'garbage', indexes: [] },
  { name: 'uploads', indexes: [] },
  { name: 'discardedMessages', indexes: [by('at')] },
  {
    name: 'artifacts',
    indexes: [
      by('deletedAt', 'createdAt'),
      by('deletedAt', 'module', 'createdAt'),
      sparse('job'),
      beside('correlationId'),
      counted(['module'], { sums: ['bytes', 'files'], unless: 'deletedAt' }),
    ],
  },
  { name: 'manifests', indexes: [by('artifact', 'part'), each('files.digest')] },
  { name: 'contents', indexes: [counted(['state'], { sums: ['size'] })] },
  { name: 'used', indexes: [by('artifact'), by('job'), by('event')] },
]
