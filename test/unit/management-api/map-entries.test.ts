import { expect, test } from '@jest/globals'
import { nameMapEntries } from '../../../management-api/map-entries.ts'

/** Stands where protobufjs' class stands: writes what it is given. */
class File {
  package = 'iteron.v1'
  messageType = [
    {
      name: 'Outer',
      field: [
        { name: 'jobs_by_state', typeName: 'Jobs_by_state' },
        { name: 'inner', typeName: '.iteron.v1.Outer.Inner' },
      ],
      nestedType: [
        { name: 'Jobs_by_state', field: [], nestedType: [], options: { mapEntry: true } },
        {
          name: 'Inner',
          field: [{ name: 'map', typeName: 'Map' }],
          nestedType: [{ name: 'Map', field: [], nestedType: [], options: { mapEntry: true } }],
        },
      ],
    },
  ]

  static encode(file: unknown) {
    return { finish: () => Buffer.from(JSON.stringify(file)) }
  }
}

test('entries of maps are named as the language demands, at any depth, and their fields say so', () => {
  const [outer] = (JSON.parse(Buffer.from(nameMapEntries(new File())).toString()) as File).messageType
  expect(outer!.nestedType.map((nested) => nested.name)).toEqual(['JobsByStateEntry', 'Inner'])
  expect(outer!.field.map((field) => field.typeName)).toEqual([
    '.iteron.v1.Outer.JobsByStateEntry',
    '.iteron.v1.Outer.Inner',
  ])
  const inner = outer!.nestedType[1]!
  expect(inner.field[0]).toMatchObject({ typeName: '.iteron.v1.Outer.Inner.MapEntry' })
})
