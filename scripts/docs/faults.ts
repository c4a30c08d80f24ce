import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { table } from './markdown.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const TESTS = 'test/faults'

/** The faults that are tested, from the calls of `fault` in the tests: a table for each folder. */
export function faults(): string {
  const groups = new Map<string, string[][]>()
  for (const file of testFiles()) {
    const group = path.dirname(file)
    const rows = rowsOf(file)
    if (rows.length === 0) throw new Error(`${TESTS}/${file} tests no fault`)
    groups.set(group, [...(groups.get(group) ?? []), ...rows])
  }
  return [...groups]
    .map(
      ([group, rows]) => `### ${titleOf(group)}\n\n${table(['fault', 'what holds', 'test', 'form'], rows)}`,
    )
    .join('\n\n')
}

function testFiles(): string[] {
  return readdirSync(path.join(ROOT, TESTS), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => name.split(path.sep).join('/'))
    .sort()
}

function titleOf(group: string): string {
  const words = group.replaceAll('-', ' ')
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
}

function rowsOf(file: string): string[][] {
  const text = readFileSync(path.join(ROOT, TESTS, file), 'utf8')
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const rows: string[][] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'fault') rows.push(rowOf(file, node))
    ts.forEachChild(node, visit)
  }
  visit(source)
  return rows
}

function rowOf(file: string, call: ts.CallExpression): string[] {
  const [literal] = call.arguments
  if (literal === undefined || !ts.isObjectLiteralExpression(literal)) {
    throw new Error(`${TESTS}/${file}: the first argument of fault() must be an object literal`)
  }
  const form = textOf(literal, 'form') ?? 'short'
  const link = `[${file}](../${TESTS}/${file})`
  return [need(file, literal, 'fault'), need(file, literal, 'holds'), link, form]
}

function need(file: string, literal: ts.ObjectLiteralExpression, name: string): string {
  const text = textOf(literal, name)
  if (text === undefined)
    throw new Error(`${TESTS}/${file}: \`${name}\` of a fault() must be a literal string`)
  return text
}

function textOf(literal: ts.ObjectLiteralExpression, name: string): string | undefined {
  for (const property of literal.properties) {
    if (!ts.isPropertyAssignment(property) || property.name.getText() !== name) continue
    return ts.isStringLiteralLike(property.initializer) ? property.initializer.text : undefined
  }
  return undefined
}
