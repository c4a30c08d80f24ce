import { ServerInterceptingCall, type ServerInterceptor } from '@grpc/grpc-js'

/** The library's timer may end a call so much before its deadline by this clock, milliseconds. */
const EARLY_MS = 5

/**
 * Keeps messages back that come when the call's time is up. At its deadline the library ends a call beneath its handler; the handler
 * hears of it only when the client has read what was sent before, and a message written meanwhile would be written after the end of
 * its stream, which then never closes. The handler waits with it as for a slow reader, until the call is cancelled.
 */
export const dropLateMessages: ServerInterceptor = ({ responseStream }, call) => {
  const leftMs = Number(call.getDeadline()) - Date.now()
  if (!responseStream || leftMs === Infinity) return new ServerInterceptingCall(call)
  const endsAt = performance.now() + leftMs - EARLY_MS // wall clocks jump
  return new ServerInterceptingCall(call, {
    sendMessage: (message, next) => {
      if (performance.now() < endsAt) next(message)
    },
  })
}
