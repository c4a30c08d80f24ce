// Original file: iteron/v1/lineage.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { QueryLineageRequest as _iteron_v1_QueryLineageRequest, QueryLineageRequest__Output as _iteron_v1_QueryLineageRequest__Output } from '../../iteron/v1/QueryLineageRequest.ts';
import type { QueryLineageResponse as _iteron_v1_QueryLineageResponse, QueryLineageResponse__Output as _iteron_v1_QueryLineageResponse__Output } from '../../iteron/v1/QueryLineageResponse.ts';

/**
 * How everything came to be, and what became of it.
 */
export interface LineageServiceClient extends grpc.Client {
  /**
   * What a subject was made from (`up`) or what was made from it (`down`), level by level.
   */
  QueryLineage(argument: _iteron_v1_QueryLineageRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_QueryLineageResponse__Output>): grpc.ClientUnaryCall;
  QueryLineage(argument: _iteron_v1_QueryLineageRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_QueryLineageResponse__Output>): grpc.ClientUnaryCall;
  QueryLineage(argument: _iteron_v1_QueryLineageRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_QueryLineageResponse__Output>): grpc.ClientUnaryCall;
  QueryLineage(argument: _iteron_v1_QueryLineageRequest, callback: grpc.requestCallback<_iteron_v1_QueryLineageResponse__Output>): grpc.ClientUnaryCall;
  /**
   * What a subject was made from (`up`) or what was made from it (`down`), level by level.
   */
  queryLineage(argument: _iteron_v1_QueryLineageRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_QueryLineageResponse__Output>): grpc.ClientUnaryCall;
  queryLineage(argument: _iteron_v1_QueryLineageRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_QueryLineageResponse__Output>): grpc.ClientUnaryCall;
  queryLineage(argument: _iteron_v1_QueryLineageRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_QueryLineageResponse__Output>): grpc.ClientUnaryCall;
  queryLineage(argument: _iteron_v1_QueryLineageRequest, callback: grpc.requestCallback<_iteron_v1_QueryLineageResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * How everything came to be, and what became of it.
 */
export interface LineageServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * What a subject was made from (`up`) or what was made from it (`down`), level by level.
   */
  QueryLineage: grpc.handleUnaryCall<_iteron_v1_QueryLineageRequest__Output, _iteron_v1_QueryLineageResponse>;
  
}

export interface LineageServiceDefinition extends grpc.ServiceDefinition {
  QueryLineage: MethodDefinition<_iteron_v1_QueryLineageRequest, _iteron_v1_QueryLineageResponse, _iteron_v1_QueryLineageRequest__Output, _iteron_v1_QueryLineageResponse__Output>
}
