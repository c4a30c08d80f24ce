import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export const folders = [
  'core',
  'proto',
  'adapters',
  'dispatcher',
  'handler',
  'management-api',
  'front-api',
  'cli',
] as const

/** One import, export-from, dynamic or type import: `target` is a path from the root, or a package's specifier. */
export interface Import {
  readonly file: string
  readonly target: string
  readonly line: number
}

/** The TypeScript sources of a folder at the root, as paths from the root; none where the folder is missing. */
export function sourcesOf(folder: string): string[] {
  const absolute = path.join(root, folder)
  if (!existsSync(absolute)) return []
  return readdirSync(absolute, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('node_modules'))
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
    .sort()
}

export function readSource(file: string): string {
  return readFileSync(path.join(root, file), 'utf8')
}

/** Everything that a source text imports, in whatever form. */
export function importsOf(file: string, text: string): Import[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true)
  const found: Import[] = []
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node)
    if (specifier !== undefined) {
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1
      found.push({ file, target: resolve(file, specifier), line })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function specifierOf(node: ts.Node): string | undefined {
  const expression = specifierNode(node)
  if (expression === undefined) return undefined
  // a computed specifier cannot be checked, so it is reported as an import that no folder may have
  return ts.isStringLiteralLike(expression) ? expression.text : `computed: ${expression.getText()}`
}

function specifierNode(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier
  if (ts.isImportTypeNode(node))
    return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument
  if (ts.isCallExpression(node) && isLoading(node.expression)) return node.arguments[0]
  return undefined
}

function isLoading(callee: ts.Expression): boolean {
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require')
}

function resolve(file: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier
  return path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier))
}
