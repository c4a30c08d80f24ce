import type { DeadLetterServiceHandlers } from '../proto/generated/iteron/v1/DeadLetterService.ts'
import type { RedriveDeadLettersResponse } from '../proto/generated/iteron/v1/RedriveDeadLettersResponse.ts'
import type { Calls } from './calls.ts'
import type { ApiContext } from './context.ts'
import { DeadLetters, type Letter } from './dead-letter-store.ts'
import { criteriaOf } from './dead-letter-filter.ts'
import { deadLetterMessage } from './dead-letter-message.ts'
import { invalid } from './errors.ts'
import { codeOf, messageOf } from '../core/errors.ts'
import { pageOf } from './paging.ts'

const DISCARDED = 'discarded by a client'
const REDRIVEN = 'redriven by a client'
const MOST_RESULTS = 1000

interface Choice {
  readonly deadLetters: readonly string[]
  readonly filter: Parameters<typeof criteriaOf>[1]
  readonly dryRun: boolean
}

/** `iteron.v1.DeadLetterService`. */
export function deadLetterService(context: ApiContext, calls: Calls): DeadLetterServiceHandlers {
  const letters = new DeadLetters(context)
  return {
    ListDeadLetters: calls.unary(async (request) => {
      const page = await letters.list(await criteriaOf(context, request.filter), pageOf(request))
      return { deadLetters: page.letters.map(deadLetterMessage), nextPageToken: page.next ?? '' }
    }),
    GetDeadLetter: calls.unary(async (request) =>
      deadLetterMessage(await letters.resolve(request.deadLetter)),
    ),
    RedriveDeadLetters: calls.unary((request, signal) => {
      const redrive = request.dryRun
        ? async (letter: Letter) => refusalOf(letter) ?? (await letters.orphaned(letter))
        : (letter: Letter) => attempt(() => letters.redrive(letter, REDRIVEN))
      return forEach(chosen(context, letters, request), redrive, signal)
    }),
    DiscardDeadLetters: calls.unary((request, signal) => {
      const why = request.reason === '' ? DISCARDED : request.reason
      const discard = request.dryRun
        ? (letter: Letter) => refusalOf(letter)
        : (letter: Letter) => attempt(() => letters.discard(letter, why))
      return forEach(chosen(context, letters, request), discard, signal)
    }),
  }
}

/** Named ones are all looked up before anything is done to one of them. */
async function* chosen(context: ApiContext, letters: DeadLetters, choice: Choice): AsyncGenerator<Letter> {
  if (choice.deadLetters.length > 0) {
    if (choice.filter !== null) throw invalid('either ids or a filter can be given, not both')
    const named: Letter[] = []
    for (const id of choice.deadLetters) named.push(await letters.resolve(id))
    yield* named
    return
  }
  if (choice.filter === null)
    throw invalid('neither ids nor a filter is given', 'An empty filter chooses all.')
  yield* letters.every(await criteriaOf(context, choice.filter))
}

/** What can't be done to one doesn't keep the others from it; `act` returns why it can't be. */
async function forEach(
  letters: AsyncIterable<Letter>,
  act: (letter: Letter) => Promise<string | undefined> | string | undefined,
  signal: AbortSignal,
): Promise<RedriveDeadLettersResponse & { done: number; refused: number }> {
  const answer = { results: [] as NonNullable<RedriveDeadLettersResponse['results']>, done: 0, refused: 0 }
  for await (const letter of letters) {
    signal.throwIfAborted()
    const reason = await act(letter)
    if (reason === undefined) answer.done += 1
    else answer.refused += 1
    if (answer.results.length === MOST_RESULTS) continue
    const { id, kind, root } = letter
    answer.results.push({
      id,
      kind,
      done: reason === undefined,
      ...(reason === undefined ? {} : { reason }),
      ...(root === undefined ? {} : { root }),
    })
  }
  return answer
}

function refusalOf(letter: Letter): string | undefined {
  if (letter.kind === 'job')
    return letter.job.state === 'failed' ? undefined : `the job is ${letter.job.state}`
  return letter.discarded === undefined ? undefined : `the message ${letter.id} is discarded`
}

async function attempt(act: () => Promise<void>): Promise<string | undefined> {
  try {
    await act()
    return undefined
  } catch (error) {
    if (['FAILED_PRECONDITION', 'NOT_FOUND'].includes(codeOf(error))) return messageOf(error)
    throw error
  }
}
