import { folders, type Import } from './imports.ts'

export const arrows: Readonly<Record<string, readonly string[]>> = {
  core: [],
  proto: [],
  adapters: ['core'],
  dispatcher: ['core', 'handler'],
  handler: ['core'],
  'management-api': ['core', 'proto'],
  'front-api': ['core'],
  cli: ['proto'],
}

const compositionRoot = /^(?:[^/]+\/main|cli\/up|cli\/(?:up|offline)\/[^/]+)\.ts$/
const sdk = /^(?:@azure|@aws-sdk|@kubernetes)\/|^(?:mongodb|amqplib|dockerode|rhea)(?:\/|$)/
const registry = 'adapters/registry.ts'

/** Why an import goes against the arrows, or `undefined` where it follows them. */
export function violation({ file, target }: Import): string | undefined {
  if (target.startsWith('computed: ')) return 'a computed import hides what is loaded'
  return isLocal(target) ? localViolation(file, target) : packageViolation(file, target)
}

function isLocal(target: string): boolean {
  const [first = ''] = target.split('/')
  return target.startsWith('..') || target.endsWith('.ts') || (folders as readonly string[]).includes(first)
}

function packageViolation(file: string, target: string): string | undefined {
  if (file.startsWith('core/') && !target.startsWith('node:') && target !== 'zod') {
    return 'core/ imports only node: and zod'
  }
  if (target.startsWith('@photostructure/sqlite') && file !== 'adapters/sqlite/database.ts') {
    return 'only adapters/sqlite/database.ts imports SQLite'
  }
  if (sdk.test(target) && !file.startsWith('adapters/')) return 'an outside SDK belongs to its adapter'
  return undefined
}

function localViolation(file: string, target: string): string | undefined {
  const from = folderOf(file)
  const to = folderOf(target)
  if (to === 'adapters') return adapterViolation(file, target)
  if (from === to || target === 'core/version.ts') return undefined
  if (compositionRoot.test(file) && (folders as readonly string[]).includes(to)) return undefined
  return arrows[from]?.includes(to) === true ? undefined : `${from}/ may not import ${to}/`
}

function adapterViolation(file: string, target: string): string | undefined {
  if (file === registry) return undefined
  if (target === registry) {
    return compositionRoot.test(file) ? undefined : 'only composition roots import the registry'
  }
  const sameAdapter = folderOf(file) === 'adapters' && file.split('/')[1] === target.split('/')[1]
  return sameAdapter ? undefined : 'an adapter is opened through the registry, and imports no other adapter'
}

function folderOf(file: string): string {
  return file.split('/')[0] ?? ''
}
