import { ServerInterceptingCall, type ServerInterceptor } from '@grpc/grpc-js'

/**
 * Keeps messages back that come after a call's status. At the deadline, or at a request that it can't read, the library
 * ends a call beneath its handler, who hears of it only when the client has read what was sent before; a message that
 * is written meanwhile comes after the end of its stream, which then never closes. The handler waits with it as for a
 * slow reader, until the call is cancelled.
 */
export const dropLateMessages: ServerInterceptor = ({ responseStream }, call) => {
  if (!responseStream) return new ServerInterceptingCall(call)
  const sendStatus = call.sendStatus.bind(call)
  let isEnded = false
  // the library's own calls come this way too
  call.sendStatus = (status) => {
    isEnded = true
    sendStatus(status)
  }
  return new ServerInterceptingCall(call, {
    sendMessage: (message, next) => {
      if (!isEnded) next(message)
    },
  })
}
