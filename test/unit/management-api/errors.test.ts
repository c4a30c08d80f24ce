import { Metadata, status } from '@grpc/grpc-js'
import { expect, test } from '@jest/globals'
import { ERROR_CODES, IteronError } from '../../../core/errors.ts'
import { statusOf, withHintInMessage } from '../../../management-api/errors.ts'
import { remoteError } from '../../../proto/status.ts'

test.each(ERROR_CODES)('%s goes over the wire and comes back with message and hint', (code) => {
  const sent = statusOf(new IteronError(code, 'what and why: ü', { hint: 'what to do: ß' }))
  expect(sent.code).toBe(status[code])
  const received = remoteError(sent)
  expect(received).toMatchObject({ code, message: 'what and why: ü', hint: 'what to do: ß' })
})

test('an error without a hint has none on the other side', () => {
  expect(remoteError(statusOf(new IteronError('ABORTED', 'x'))).hint).toBeUndefined()
})

test('what is not ours is INTERNAL, what was aborted CANCELLED', () => {
  expect(statusOf(new TypeError('oops'))).toMatchObject({
    code: status.INTERNAL,
    details: 'an unexpected error: oops',
  })
  expect(statusOf(AbortSignal.abort().reason).code).toBe(status.CANCELLED)
})

test('clients that show no hints get it in the message', () => {
  const error = withHintInMessage(new IteronError('NOT_FOUND', 'no module x', { hint: 'See list.' }))
  expect(error).toMatchObject({ code: 'NOT_FOUND', message: 'no module x. See list.' })
  const other = new Error('x')
  expect(withHintInMessage(other)).toBe(other)
})

test('an error of the transport, without code, is UNKNOWN', () => {
  expect(remoteError({ message: 'broken', metadata: new Metadata() })).toMatchObject({
    code: 'UNKNOWN',
    message: 'broken',
  })
})

test('a message that quotes half a surrogate pair can be sent', () => {
  const sent = statusOf(new IteronError('NOT_FOUND', 'there is no "\ud800"'))
  expect(sent.details).toBe('there is no "\ufffd"')
  expect(() => encodeURI(statusOf(new TypeError('\udfff')).details)).not.toThrow()
})

test.each(['x', '😀', 'ﷺ'])('a message that quotes 100,000 times %s is cut to what clients take', (text) => {
  const { details } = statusOf(new IteronError('INVALID_ARGUMENT', `not so: ${text.repeat(100_000)}`))
  expect(details).toMatch(/^not so: .*…$/u)
  expect(encodeURI(details).length).toBeLessThan(8000)
})
