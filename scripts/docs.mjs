// `npm run docs`: writes the generated parts of docs/ anew, from the code that they describe.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { register } from 'tsx/esm/api'

const DOCS = join(import.meta.dirname, '../docs')

const unregister = register()
const { withGenerated } = await import('./docs/generated.ts')
for (const name of readdirSync(DOCS).filter((file) => file.endsWith('.md'))) {
  const file = join(DOCS, name)
  const text = readFileSync(file, 'utf8')
  const next = await withGenerated(text)
  if (next === text) continue
  writeFileSync(file, next)
  console.log(`docs/${name} written`)
}
await unregister()
