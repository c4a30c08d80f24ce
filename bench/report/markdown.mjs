import { short } from './numbers.mjs'
import { spreadOf } from './spread.mjs'

/** All results as Markdown: the goals, then a table for each row. */
export function table({ startedAt, endedAt, machine, options, rows }) {
  const { cpu, cores, memoryGb, kernel, node, filesystem, commit } = machine
  const minutes = Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 60_000)
  const note = options.small ? '\n\n**Small sizes: these numbers only show that the rows work.**' : ''
  const head = [
    `Measured on ${startedAt.slice(0, 10)} in ${minutes} minutes at commit ${commit}: ${cores} × ${cpu}, ${memoryGb} GB, Linux ${kernel}, ${filesystem}, Node ${node};`,
    `${options.repetitions} repetitions, median (least–greatest).${note}`,
  ]
  return `${[head.join(' '), '### Goals', goalTable(rows), ...rows.map(section)].join('\n\n')}\n`
}

function goalTable(rows) {
  const lines = rows.flatMap(({ name, goals }) =>
    goals.map(({ subject, text, measured, holds, missing }) => [
      name,
      subject,
      text,
      missing ?? withSpread(measured),
      missing === undefined ? (holds ? 'holds' : '**misses**') : '–',
    ]),
  )
  return grid(['row', 'system', 'goal', 'measured', ''], lines)
}

function section(row) {
  return [`### ${row.name}`, row.title, row.layout === 'fields' ? byField(row) : bySubject(row)].join('\n\n')
}

/** A line for each system. */
function bySubject({ valueName, subjects }) {
  const fields = fieldsOf(subjects)
  const lines = subjects.map((subject) => [
    subject.name,
    ...(subject.missing === undefined
      ? ['value', ...fields].map((field) => cell(subject, field))
      : [subject.missing, ...fields.map(() => '')]),
    subject.durability ?? '',
    subject.isolation ?? '',
  ])
  return grid(['system', valueName, ...fields, 'survives', 'a job runs'], lines)
}

/** A line for each number, where there are many of one system. */
function byField({ valueName, subjects }) {
  const names = { value: valueName }
  const lines = ['value', ...fieldsOf(subjects)].map((field) => [
    names[field] ?? field,
    ...subjects.map((subject) => subject.missing ?? cell(subject, field)),
  ])
  const stated = [
    ['survives', ...subjects.map(({ durability = '' }) => durability)],
    ['a job runs', ...subjects.map(({ isolation = '' }) => isolation)],
  ].filter(([, ...texts]) => texts.some((text) => text !== ''))
  return grid(['', ...subjects.map(({ name }) => name)], [...lines, ...stated])
}

function fieldsOf(subjects) {
  const all = subjects.flatMap(({ measurements }) => measurements.flatMap((one) => Object.keys(one)))
  return [...new Set(all)].filter((field) => field !== 'value')
}

function cell({ measurements }, field) {
  const spread = spreadOf(measurements.map((one) => one[field]))
  return spread === undefined ? '–' : withSpread(spread)
}

function withSpread({ median, low, high }) {
  return low === high ? short(median) : `${short(median)} (${short(low)}–${short(high)})`
}

/** Columns that say nothing are left out. */
function grid(head, lines) {
  const columns = head.map((_, at) => at).filter((at) => at === 0 || lines.some((line) => line[at] !== ''))
  const text = (cells) => `| ${columns.map((at) => String(cells[at]).replaceAll('|', '\\|')).join(' | ')} |`
  return [text(head), `|${columns.map(() => '---').join('|')}|`, ...lines.map(text)].join('\n')
}
