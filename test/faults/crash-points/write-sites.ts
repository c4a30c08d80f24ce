import { readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { folders, root, sourcesOf } from '../../architecture/imports.ts'

/** What each port has that writes. */
const PORT_WRITES: Readonly<Record<string, readonly string[]>> = {
  DocumentStore: ['batch', 'claim'],
  BlobStore: ['put', 'delete', 'sync'],
  EventBus: ['publish', 'settleDeadLetter', 'ensureTopics'],
  Delivery: ['complete', 'retry', 'deadLetter'],
}
/** What the committer does to the workspace: the steps by which a repeated commit knows how far the one before came. */
const FILE_WRITES = ['renameSync', 'writeFileSync', 'mkdirSync']
const FILE_WRITERS = 'handler/committer/'
const POLICIES = 'core/policies/'
const PORTS = path.join(root, 'core/ports/')

/** A place in the sources that calls a write. */
export interface WriteSite {
  /** `dispatcher/relay.ts #relay batch`; a further one of the same method in the same function has its number. */
  readonly name: string
  /** The call in the build as a stack names it: `dispatcher/relay.js:47:15`. */
  readonly place: string
}

/** Every place that writes, outside the adapters and the policies around them, in the order of the files. */
export function writeSites(): WriteSite[] {
  const { program, files } = sources()
  const checker = program.getTypeChecker()
  const viaPolicies = writingPolicies(program, checker, files)
  const isWrite = (callee: ts.Identifier) =>
    isPortWrite(checker, callee) || viaPolicies.has(callee.text) || isFileWrite(checker, callee)
  return files
    .filter((file) => !file.startsWith(POLICIES))
    .flatMap((file) => sitesOf(file, sourceIn(program, file), isWrite))
}

/** Whole sources, and the program over them: types say what is a port. */
function sources(): { program: ts.Program; files: string[] } {
  const files = folders.filter((folder) => folder !== 'adapters' && folder !== 'proto').flatMap(sourcesOf)
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), (name) =>
    readFileSync(name, 'utf8'),
  ) as {
    config: unknown
  }
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  return {
    program: ts.createProgram(
      files.map((file) => path.join(root, file)),
      { ...options, incremental: false, noEmit: true },
    ),
    files,
  }
}

function sourceIn(program: ts.Program, file: string): ts.SourceFile {
  const source = program.getSourceFile(path.join(root, file))
  if (source === undefined) throw new Error(`the program has no ${file}`)
  return source
}

/** Functions of the policies that write to a port that they are given; those that return a port are the port. */
function writingPolicies(
  program: ts.Program,
  checker: ts.TypeChecker,
  files: readonly string[],
): Set<string> {
  const names = new Set<string>()
  for (const file of files.filter((one) => one.startsWith(POLICIES))) {
    for (const callee of namesIn(sourceIn(program, file))) {
      const within = isPortWrite(checker, callee) ? outermostFunction(callee) : undefined
      if (within?.name !== undefined && !returnsPort(checker, within)) names.add(within.name.text)
    }
  }
  return names
}

function outermostFunction(node: ts.Node): ts.FunctionDeclaration | undefined {
  let found: ts.FunctionDeclaration | undefined
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent)
    if (ts.isFunctionDeclaration(at)) found = at
  return found
}

function returnsPort(checker: ts.TypeChecker, declared: ts.FunctionDeclaration): boolean {
  const signature = checker.getSignatureFromDeclaration(declared)
  const name = signature && (checker.getReturnTypeOfSignature(signature).getSymbol()?.name ?? '')
  return name !== undefined && name in PORT_WRITES
}

/** The name is that of a port's write, however the port came here. */
function isPortWrite(checker: ts.TypeChecker, name: ts.Identifier): boolean {
  if (!ts.isPropertyAccessExpression(name.parent) || name.parent.name !== name) return false
  return (checker.getSymbolAtLocation(name)?.declarations ?? []).some(
    ({ parent }) =>
      ts.isInterfaceDeclaration(parent) &&
      parent.getSourceFile().fileName.startsWith(PORTS) &&
      PORT_WRITES[parent.name.text]?.includes(name.text) === true,
  )
}

function isFileWrite(checker: ts.TypeChecker, name: ts.Identifier): boolean {
  if (!FILE_WRITES.includes(name.text) || !name.getSourceFile().fileName.includes(`/${FILE_WRITERS}`))
    return false
  const symbol = checker.getSymbolAtLocation(name)
  if (symbol === undefined) return false
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  return (target.declarations ?? []).some((one) =>
    one.getSourceFile().fileName.endsWith('/@types/node/fs.d.ts'),
  )
}

function sitesOf(
  file: string,
  source: ts.SourceFile,
  isWrite: (name: ts.Identifier) => boolean,
): WriteSite[] {
  const seen = new Map<string, number>()
  const places = new Map<string, string[]>()
  const nth = new Map<string, number>()
  return namesIn(source).flatMap((name) => {
    const { text } = name
    const isCall = isCallee(name)
    const n = nth.get(text) ?? 0
    if (isCall) nth.set(text, n + 1)
    if (isImported(name) || !isWrite(name)) return []
    const plain = `${file} ${enclosing(name)} ${text}`
    const count = (seen.get(plain) ?? 0) + 1
    seen.set(plain, count)
    const known = places.get(text) ?? callsInBuild(file, text)
    places.set(text, known)
    // one that is passed on and not called can't be found again in the build: no place, and the test says so
    const place = isCall ? (known[n] ?? '') : ''
    return [{ name: count === 1 ? plain : `${plain} ${String(count)}`, place }]
  })
}

function isImported(name: ts.Identifier): boolean {
  return ts.isImportSpecifier(name.parent) || ts.isFunctionDeclaration(name.parent)
}

/** The calls of a name in the built file: the compiler keeps their order. */
function callsInBuild(file: string, text: string): string[] {
  const built = file.replace(/\.ts$/, '.js')
  const name = path.join(root, 'dist', built)
  const source = ts.createSourceFile(name, readFileSync(name, 'utf8'), ts.ScriptTarget.ES2023, true)
  return namesIn(source)
    .filter((one) => one.text === text && isCallee(one))
    .map((one) => {
      // a stack names the called name, of a name that is also a keyword the parenthesis after it
      const at = text === 'delete' ? one.getEnd() : one.getStart()
      const { line, character } = source.getLineAndCharacterOfPosition(at)
      return `${built}:${String(line + 1)}:${String(character + 1)}`
    })
}

function isCallee(name: ts.Identifier): boolean {
  const callee = ts.isPropertyAccessExpression(name.parent) && name.parent.name === name ? name.parent : name
  return ts.isCallExpression(callee.parent) && callee.parent.expression === callee
}

/** The innermost function that has a name. */
function enclosing(node: ts.Node): string {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) {
    if ((ts.isFunctionDeclaration(at) || ts.isMethodDeclaration(at)) && at.name !== undefined)
      return at.name.getText()
  }
  return '(file)'
}

function namesIn(node: ts.Node): ts.Identifier[] {
  const found: ts.Identifier[] = []
  const visit = (at: ts.Node): void => {
    if (ts.isIdentifier(at)) found.push(at)
    ts.forEachChild(at, visit)
  }
  visit(node)
  return found
}
