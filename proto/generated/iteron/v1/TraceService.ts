// Original file: iteron/v1/traces.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ListFlowRequest as _iteron_v1_ListFlowRequest, ListFlowRequest__Output as _iteron_v1_ListFlowRequest__Output } from '../../iteron/v1/ListFlowRequest.ts';
import type { ListFlowResponse as _iteron_v1_ListFlowResponse, ListFlowResponse__Output as _iteron_v1_ListFlowResponse__Output } from '../../iteron/v1/ListFlowResponse.ts';
import type { ListTracesRequest as _iteron_v1_ListTracesRequest, ListTracesRequest__Output as _iteron_v1_ListTracesRequest__Output } from '../../iteron/v1/ListTracesRequest.ts';
import type { ListTracesResponse as _iteron_v1_ListTracesResponse, ListTracesResponse__Output as _iteron_v1_ListTracesResponse__Output } from '../../iteron/v1/ListTracesResponse.ts';

/**
 * Traces: all events and jobs of one correlation id.
 */
export interface TraceServiceClient extends grpc.Client {
  /**
   * The documents of Ion's `TraceService/GetFlow`, paged.
   */
  ListFlow(argument: _iteron_v1_ListFlowRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListFlowResponse__Output>): grpc.ClientUnaryCall;
  ListFlow(argument: _iteron_v1_ListFlowRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_ListFlowResponse__Output>): grpc.ClientUnaryCall;
  ListFlow(argument: _iteron_v1_ListFlowRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListFlowResponse__Output>): grpc.ClientUnaryCall;
  ListFlow(argument: _iteron_v1_ListFlowRequest, callback: grpc.requestCallback<_iteron_v1_ListFlowResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The documents of Ion's `TraceService/GetFlow`, paged.
   */
  listFlow(argument: _iteron_v1_ListFlowRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListFlowResponse__Output>): grpc.ClientUnaryCall;
  listFlow(argument: _iteron_v1_ListFlowRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_ListFlowResponse__Output>): grpc.ClientUnaryCall;
  listFlow(argument: _iteron_v1_ListFlowRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListFlowResponse__Output>): grpc.ClientUnaryCall;
  listFlow(argument: _iteron_v1_ListFlowRequest, callback: grpc.requestCallback<_iteron_v1_ListFlowResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Traces by their first outside event, newest first.
   */
  ListTraces(argument: _iteron_v1_ListTracesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListTracesResponse__Output>): grpc.ClientUnaryCall;
  ListTraces(argument: _iteron_v1_ListTracesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_ListTracesResponse__Output>): grpc.ClientUnaryCall;
  ListTraces(argument: _iteron_v1_ListTracesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListTracesResponse__Output>): grpc.ClientUnaryCall;
  ListTraces(argument: _iteron_v1_ListTracesRequest, callback: grpc.requestCallback<_iteron_v1_ListTracesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Traces by their first outside event, newest first.
   */
  listTraces(argument: _iteron_v1_ListTracesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListTracesResponse__Output>): grpc.ClientUnaryCall;
  listTraces(argument: _iteron_v1_ListTracesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_ListTracesResponse__Output>): grpc.ClientUnaryCall;
  listTraces(argument: _iteron_v1_ListTracesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListTracesResponse__Output>): grpc.ClientUnaryCall;
  listTraces(argument: _iteron_v1_ListTracesRequest, callback: grpc.requestCallback<_iteron_v1_ListTracesResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Traces: all events and jobs of one correlation id.
 */
export interface TraceServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * The documents of Ion's `TraceService/GetFlow`, paged.
   */
  ListFlow: grpc.handleUnaryCall<_iteron_v1_ListFlowRequest__Output, _iteron_v1_ListFlowResponse>;
  
  /**
   * Traces by their first outside event, newest first.
   */
  ListTraces: grpc.handleUnaryCall<_iteron_v1_ListTracesRequest__Output, _iteron_v1_ListTracesResponse>;
  
}

export interface TraceServiceDefinition extends grpc.ServiceDefinition {
  ListFlow: MethodDefinition<_iteron_v1_ListFlowRequest, _iteron_v1_ListFlowResponse, _iteron_v1_ListFlowRequest__Output, _iteron_v1_ListFlowResponse__Output>
  ListTraces: MethodDefinition<_iteron_v1_ListTracesRequest, _iteron_v1_ListTracesResponse, _iteron_v1_ListTracesRequest__Output, _iteron_v1_ListTracesResponse__Output>
}
