import { test } from '@jest/globals'
import type { Query } from '../../../core/ports/document-store.ts'
import { Joins } from '../../../dispatcher/joins.ts'
import { installation, watched } from './installation.ts'

test('more scopes than a call takes arguments may be touched while one is read', async () => {
  const roots = Array.from({ length: 200_000 }, (_, n) => `r${String(n)}`)
  let touchAll: () => void = () => undefined
  let sawLater: () => void = () => undefined
  const later = new Promise<void>((resolve) => (sawLater = resolve))
  const watch = (_: string, query: Query) => {
    if (query.filter['event'] === 'first') touchAll()
    if (query.filter['event'] === 'r10') sawLater()
  }
  const { context } = await installation((inner) => watched(inner, 'find', watch))
  const joins = new Joins(context)
  touchAll = () => {
    joins.touch(roots)
  }
  await joins.start()
  joins.touch(['first'])
  await later
  await joins.stop()
})
