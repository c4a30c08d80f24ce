import fc from 'fast-check'
import type { Filter } from '../../../core/model/filter.ts'

const scalar = fc.oneof(
  fc.constantFrom<string | number | boolean | null>(
    null,
    true,
    false,
    0,
    -1,
    1,
    1.5,
    2 ** 53,
    1e300,
    -0,
    '',
    '0',
    '1',
    'x',
    'true',
  ),
  fc.constantFrom('\u{1F600}', '\uFF5E', "it's", '"', '%', '..', 'a.b', 'é', 'e\u0301'),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)
const anything = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>({}, { v: 1 }, [{ v: 'x' }, { v: null }], [[1], []], { v: [1, 'x'] }),
  },
)
/** Documents without their ids. */
export const contents = fc.record(
  {
    state: scalar,
    rank: scalar,
    owner: scalar,
    meta: fc.record({ kind: scalar }, { requiredKeys: [] }),
    tags: anything,
    plain: anything,
    deep: anything,
  },
  { requiredKeys: [] },
)
const ordered = fc.oneof(
  fc.constantFrom<string | number>(0, 1, 1.5, '', 'x', '\uFF5E', '\u{1F600}'),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)
const condition = fc.oneof(
  scalar,
  fc.record(
    {
      $eq: scalar,
      $ne: scalar,
      $in: fc.array(scalar, { maxLength: 4 }),
      $nin: fc.array(scalar, { maxLength: 4 }),
      $lt: ordered,
      $lte: ordered,
      $gt: ordered,
      $gte: ordered,
      $exists: fc.boolean(),
    },
    { requiredKeys: [] },
  ),
)
const fields = fc.constantFrom(
  'state',
  'rank',
  'owner',
  'meta.kind',
  'tags',
  'plain',
  'deep',
  'deep.v',
  'tags.v',
  'none',
)
const flat = fc.dictionary(fields, condition, { maxKeys: 3 })
/** Over the fields of those documents. */
export const filters = fc
  .tuple(flat, fc.option(fc.array(flat, { maxLength: 3 }), { nil: undefined }))
  .map(([one, either]): Filter => ({ ...one, ...(either && { $or: either }) }))
