// Original file: iteron/v1/housekeeping.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CollectGarbageRequest as _iteron_v1_CollectGarbageRequest, CollectGarbageRequest__Output as _iteron_v1_CollectGarbageRequest__Output } from '../../iteron/v1/CollectGarbageRequest.ts';
import type { CollectGarbageResponse as _iteron_v1_CollectGarbageResponse, CollectGarbageResponse__Output as _iteron_v1_CollectGarbageResponse__Output } from '../../iteron/v1/CollectGarbageResponse.ts';

/**
 * What keeps the store from only growing.
 */
export interface HousekeepingServiceClient extends grpc.Client {
  /**
   * Removes what has outlived the retention policy, then the bytes that nothing refers to. Numbers so far after each
   * step; the last message has `done`. A call that is cancelled stops after the step, and loses nothing.
   */
  CollectGarbage(argument: _iteron_v1_CollectGarbageRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_CollectGarbageResponse__Output>;
  CollectGarbage(argument: _iteron_v1_CollectGarbageRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_CollectGarbageResponse__Output>;
  /**
   * Removes what has outlived the retention policy, then the bytes that nothing refers to. Numbers so far after each
   * step; the last message has `done`. A call that is cancelled stops after the step, and loses nothing.
   */
  collectGarbage(argument: _iteron_v1_CollectGarbageRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_CollectGarbageResponse__Output>;
  collectGarbage(argument: _iteron_v1_CollectGarbageRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_CollectGarbageResponse__Output>;
  
}

/**
 * What keeps the store from only growing.
 */
export interface HousekeepingServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Removes what has outlived the retention policy, then the bytes that nothing refers to. Numbers so far after each
   * step; the last message has `done`. A call that is cancelled stops after the step, and loses nothing.
   */
  CollectGarbage: grpc.handleServerStreamingCall<_iteron_v1_CollectGarbageRequest__Output, _iteron_v1_CollectGarbageResponse>;
  
}

export interface HousekeepingServiceDefinition extends grpc.ServiceDefinition {
  CollectGarbage: MethodDefinition<_iteron_v1_CollectGarbageRequest, _iteron_v1_CollectGarbageResponse, _iteron_v1_CollectGarbageRequest__Output, _iteron_v1_CollectGarbageResponse__Output>
}
