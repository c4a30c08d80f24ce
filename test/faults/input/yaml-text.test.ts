import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { CliError } from '../../../cli/errors.ts'
import { loadConfig } from '../../../cli/config/load.ts'
import { specFromFile } from '../../../cli/module-spec.ts'
import { checkValue } from '../../../core/model/check-value.ts'
import { describeIssues } from '../../../core/model/issues.ts'
import { moduleSpecSchema } from '../../../core/model/module-spec.ts'
import { isIteronError } from '../../../core/errors.ts'
import { readMetadata } from '../../../core/catalog/metadata-reader.ts'
import { fault, inForm } from '../fault.ts'
import { fuzz } from './fuzz.ts'
import { hostileJson, hostileMembers, jsonText, Members } from './hostile-values.ts'
import { specs } from './message-inputs.ts'
import { mutated } from './mutations.ts'

const COUNT = inForm({ short: 60, long: 1000, soak: 5000 })

/** What is whole, and YAML's own ways to be large, strange or endless. */
const SPECS = [
  'name: a\nsubscribes: [b]\ncommand:\n  - sh\n  - -c\n  - |\n    echo "x"\ntimeout: 5m\n',
  'name: &n a\nsubscribes: [*n, *none]\ncommand: !!binary aGk=\n<<: {labels: {a: b}}\n',
  `a: &a [x, x, x]\n${bomb(12)}name: *l\n`,
  'name: &a [*a]\n',
  `name: ${'['.repeat(2000)}${']'.repeat(2000)}\n`,
  '? {a: b}\n: c\n? [d]\n: e\n__proto__: {a: b}\nconstructor: x\n',
  '--- \nname: a\n...\n---\nname: b\n',
  '%YAML 9.9\n%TAG ! tag:x,1:\n---\n!x {name: 0x1F, subscribes: .inf, timeout: 1_000, at: 2026-11-21}\n',
]

/** Lists of ten aliases of the list before. */
function bomb(depth: number): string {
  const names = 'abcdefghijklmnop'
  return Array.from(
    { length: depth },
    (_, n) => `${names[n + 1]!}: &${names[n + 1]!} [${`*${names[n]!}, `.repeat(10)}]\n`,
  ).join('')
}

const CONFIG = [
  'data: .iteron\ngrpc: 127.0.0.1:0\nhttp: "[::1]:9001"\nslots: 4\noutput: json\ntimeout: 1.5\n',
  'retention:\n  every: 1h\n  rules:\n    - {what: logs, maxAge: 30d, maxBytes: 1G}\n    - {what: events, types: [a, b]}\n',
]

const METADATA = `format: 1
id: "2cbc6314b1fdad429a03bedc2f9d05cb"
path: "2026/11/21/shout/2cbc"
files: 1
used:
  - {artifact: "a", event: "b"}
manifest:
  - {path: "hello.txt", digest: "sha256:00", size: 3, key: "x/files/hello.txt"}
`

function texts(whole: readonly string[], json: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const bytes = mutated(fc.constantFrom(...whole.map((text) => Buffer.from(text))), 5)
  return fc.oneof(
    { weight: 3, arbitrary: bytes.map((one) => one.toString()) },
    { weight: 1, arbitrary: json },
  )
}

const anyJson = fc
  .oneof(
    hostileJson,
    hostileMembers.map((members) => new Members(members)),
  )
  .map(jsonText)

/** Only a refusal that was meant may come. */
async function refuses(read: () => Promise<unknown>): Promise<void> {
  try {
    await read()
  } catch (error) {
    if (!isIteronError(error) && !(error instanceof CliError)) throw error
    if (error.message === '') throw error
  }
}

async function readSpec(file: string): Promise<void> {
  const { error } = checkValue(moduleSpecSchema, await specFromFile(file))
  if (error !== undefined) describeIssues(error)
}

async function* linesOf(text: string): AsyncGenerator<string> {
  yield* await Promise.resolve(text.split('\n'))
}

fault(
  {
    fault:
      'hostile text in module.yaml, iteron.yaml and metadata.yaml: mutated, nested, with aliases that grow or go round',
    holds: 'each is read or refused in words',
    limitMs: inForm({ short: 60_000, long: 180_000, soak: 600_000 }),
  },
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'iteron-yaml-'))
    const file = path.join(folder, 'hostile.yaml')
    const volume = { count: COUNT, together: 1 }
    try {
      await fuzz('module.yaml', texts(SPECS, specs), volume, async (text) => {
        writeFileSync(file, text)
        await refuses(() => readSpec(file))
      })
      await fuzz('iteron.yaml', texts(CONFIG, anyJson), volume, async (text) => {
        writeFileSync(file, text)
        await refuses(() => loadConfig({ flags: {}, env: {}, cwd: folder, file }))
      })
      await fuzz('metadata.yaml', texts([METADATA], anyJson), volume, async (text) => {
        await refuses(() => readMetadata(linesOf(text)))
      })
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
)
