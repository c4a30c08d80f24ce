// Original file: ion.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetFlowRequest as _GetFlowRequest, GetFlowRequest__Output as _GetFlowRequest__Output } from './GetFlowRequest.ts';
import type { GetFlowResponse as _GetFlowResponse, GetFlowResponse__Output as _GetFlowResponse__Output } from './GetFlowResponse.ts';

/**
 * Follows what an event caused.
 */
export interface TraceServiceClient extends grpc.Client {
  /**
   * All documents of a correlation id. RESOURCE_EXHAUSTED if they don't fit into one message: then page through
   * iteron.v1.TraceService/ListFlow.
   */
  GetFlow(argument: _GetFlowRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_GetFlowResponse__Output>): grpc.ClientUnaryCall;
  GetFlow(argument: _GetFlowRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_GetFlowResponse__Output>): grpc.ClientUnaryCall;
  GetFlow(argument: _GetFlowRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_GetFlowResponse__Output>): grpc.ClientUnaryCall;
  GetFlow(argument: _GetFlowRequest, callback: grpc.requestCallback<_GetFlowResponse__Output>): grpc.ClientUnaryCall;
  /**
   * All documents of a correlation id. RESOURCE_EXHAUSTED if they don't fit into one message: then page through
   * iteron.v1.TraceService/ListFlow.
   */
  getFlow(argument: _GetFlowRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_GetFlowResponse__Output>): grpc.ClientUnaryCall;
  getFlow(argument: _GetFlowRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_GetFlowResponse__Output>): grpc.ClientUnaryCall;
  getFlow(argument: _GetFlowRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_GetFlowResponse__Output>): grpc.ClientUnaryCall;
  getFlow(argument: _GetFlowRequest, callback: grpc.requestCallback<_GetFlowResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Follows what an event caused.
 */
export interface TraceServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * All documents of a correlation id. RESOURCE_EXHAUSTED if they don't fit into one message: then page through
   * iteron.v1.TraceService/ListFlow.
   */
  GetFlow: grpc.handleUnaryCall<_GetFlowRequest__Output, _GetFlowResponse>;
  
}

export interface TraceServiceDefinition extends grpc.ServiceDefinition {
  GetFlow: MethodDefinition<_GetFlowRequest, _GetFlowResponse, _GetFlowRequest__Output, _GetFlowResponse__Output>
}
