import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createModule, startBench, type Bench } from './grpc-server.ts'
import { allPages } from './pages.ts'

let bench: Bench

beforeEach(async () => {
  bench = await startBench({ dispatcher: false })
})

afterEach(async () => {
  await bench.stop()
})

const spec = (more: object = {}) =>
  JSON.stringify({ name: 'copier', subscribes: ['photo'], command: ['copy'], ...more })

test('a module is created, read by name and by prefix, changed, paused, resumed and deleted', async () => {
  const code = [{ path: '/srv/copy.sh', digest: 'sha256:00' }]
  const git = { commit: 'c0ffee', dirty: 'sha256:11' }
  const created = await bench.call('modules', 'CreateModule', { specJson: spec(), code, git })
  expect(created).toMatchObject({
    name: 'copier',
    version: 1,
    state: 'active',
    subscribes: ['photo'],
    executor: 'local',
    code,
  })
  expect(created.id).toMatch(/^copier-[0-9a-z]{5}$/)
  expect(JSON.parse(created.specJson)).toMatchObject({ timeout: '5m', retry: { count: 1 } })

  const updated = await bench.call('modules', 'UpdateModule', { specJson: spec({ publishes: ['copied'] }) })
  expect(updated).toMatchObject({ id: created.id, version: 2, publishes: ['copied'] })
  const same = await bench.call('modules', 'UpdateModule', {
    specJson: spec({ publishes: ['copied'] }),
    module: created.id,
  })
  expect(same.version).toBe(2)
  const { versions } = await bench.call('modules', 'ListModuleVersions', { module: 'copier' })
  expect(versions.map((version) => version.version)).toEqual([2, 1])
  expect(versions[1]).toMatchObject({ id: `${created.id}@1`, git })
  expect(versions[0]!.git).toBeNull()

  expect((await bench.call('modules', 'PauseModule', { module: 'copier' })).state).toBe('paused')
  expect((await bench.call('modules', 'ResumeModule', { module: created.id.slice(0, 9) })).state).toBe(
    'active',
  )
  expect((await bench.call('modules', 'DeleteModule', { module: 'copier' })).state).toBe('deleted')
  await expect(bench.call('modules', 'GetModule', { module: 'copier' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  const deleted = await bench.call('modules', 'ListModules', { state: 'deleted' })
  expect(deleted.modules.map((module) => module.id)).toEqual([created.id])
})

test('a deleted module is read by its id, not by its name, and not changed', async () => {
  const old = await bench.call('modules', 'CreateModule', { specJson: spec() })
  await bench.call('modules', 'DeleteModule', { module: 'copier' })
  const module = old.id
  for (const text of [module, module.slice(0, -1)])
    expect(await bench.call('modules', 'GetModule', { module: text })).toMatchObject({
      id: old.id,
      state: 'deleted',
    })
  expect((await bench.call('modules', 'ListModuleVersions', { module })).versions).toHaveLength(1)
  expect((await bench.call('jobs', 'ListJobs', { module })).jobs).toEqual([])
  expect((await bench.call('events', 'ListEvents', { module })).events).toEqual([])
  expect((await bench.call('artifacts', 'ListArtifacts', { module })).artifacts).toEqual([])
  expect((await bench.call('deadLetters', 'ListDeadLetters', { filter: { module } })).deadLetters).toEqual([])
  for (const method of ['UpdateModule', 'PauseModule', 'ResumeModule', 'DeleteModule'] as const)
    await expect(bench.call('modules', method, { module, specJson: spec() })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: `the module ${module} is deleted`,
    })

  const next = await bench.call('modules', 'CreateModule', { specJson: spec() })
  expect((await bench.call('modules', 'GetModule', { module: 'copier' })).id).toBe(next.id)
  expect((await bench.call('modules', 'GetModule', { module })).state).toBe('deleted')
})

test('lists are paged, and filtered by the type that a module takes', async () => {
  for (const n of [1, 2, 3, 4, 5])
    await createModule(bench, { name: `m${n}`, subscribes: [n > 3 ? 'even' : 'odd'], command: ['x'] })
  const pages = await allPages(
    (pageToken) => bench.call('modules', 'ListModules', { pageSize: 2, pageToken }),
    ({ modules }) => [modules.map((module) => module.name)],
  )
  expect(pages).toEqual([['m1', 'm2'], ['m3', 'm4'], ['m5']])
  const odd = await bench.call('modules', 'ListModules', { type: 'odd' })
  expect(odd.modules.map((module) => module.name)).toEqual(['m1', 'm2', 'm3'])
  await expect(bench.call('modules', 'ListModules', { pageToken: 'nonsense' })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
  })
})

test('what is wrong with a specification is named, with what to do', async () => {
  const refused: [string, string, string][] = [
    ['not json', 'INVALID_ARGUMENT', 'spec_json is not JSON'],
    ['[]', 'INVALID_ARGUMENT', 'spec_json is not a JSON object'],
    [spec({ colour: 'red' }), 'INVALID_ARGUMENT', 'colour'],
    [spec({ executor: 'moon' }), 'INVALID_ARGUMENT', 'no executor "moon" here: configured are local'],
  ]
  for (const [specJson, code, message] of refused) {
    await expect(bench.call('modules', 'CreateModule', { specJson })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    })
  }
  await bench.call('modules', 'CreateModule', { specJson: spec() })
  await expect(bench.call('modules', 'CreateModule', { specJson: spec() })).rejects.toMatchObject({
    code: 'ALREADY_EXISTS',
    message: 'there is a module copier already',
    hint: expect.stringContaining('module update'),
  })
  expect(bench.faults).toEqual([])
})

test('a module that takes what it publishes is created with a warning', async () => {
  const module = await createModule(bench, {
    name: 'loop',
    subscribes: ['a'],
    publishes: ['a'],
    command: ['x'],
  })
  expect(module.warnings).toEqual([expect.stringContaining('it takes a, which it publishes itself')])
})

const ION = {
  modulename: 'downloader',
  eventsubscriptions: 'link, url',
  eventpublications: 'file',
  moduleimage: 'fetch.sh',
}

test("Ion's requests become modules, its numbers and its provider checked", async () => {
  const { name } = await bench.call('ionModules', 'Create', {
    ...ION,
    provider: 'Local',
    instancecount: 2,
    retrycount: 0,
    maxexecutiontimemins: 0,
    configmap: { KEY: 'value' },
  })
  expect(name).toMatch(/^downloader-[0-9a-z]{5}$/)
  const module = await bench.call('modules', 'GetModule', { module: name })
  expect(JSON.parse(module.specJson)).toMatchObject({
    subscribes: ['link', 'url'],
    publishes: ['file'],
    command: ['/bin/sh', '-c', 'fetch.sh'],
    concurrency: 2,
    timeout: '0',
    retry: { count: 0 },
    environment: { KEY: 'value' },
  })
  expect((await bench.call('ionModules', 'List', {})).names).toEqual([name])
  expect(await bench.call('ionModules', 'Get', { name: 'downloader' })).toMatchObject({
    name,
    status: 'Available',
  })
  await bench.call('modules', 'PauseModule', { module: name })
  expect((await bench.call('ionModules', 'Get', { name })).status).toBe('Paused')
  expect(await bench.call('ionModules', 'Delete', { name: 'downloader' })).toEqual({ name })
  await expect(bench.call('ionModules', 'Delete', { name })).rejects.toMatchObject({ code: 'NOT_FOUND' })

  for (const wrong of [{ provider: 'kubernetes' }, { retrycount: -1 }, { modulename: '' }]) {
    await expect(bench.call('ionModules', 'Create', { ...ION, ...wrong })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    })
  }
})
