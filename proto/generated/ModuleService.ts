// Original file: ion.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ModuleCreateRequest as _ModuleCreateRequest, ModuleCreateRequest__Output as _ModuleCreateRequest__Output } from './ModuleCreateRequest.ts';
import type { ModuleCreateResponse as _ModuleCreateResponse, ModuleCreateResponse__Output as _ModuleCreateResponse__Output } from './ModuleCreateResponse.ts';
import type { ModuleDeleteRequest as _ModuleDeleteRequest, ModuleDeleteRequest__Output as _ModuleDeleteRequest__Output } from './ModuleDeleteRequest.ts';
import type { ModuleDeleteResponse as _ModuleDeleteResponse, ModuleDeleteResponse__Output as _ModuleDeleteResponse__Output } from './ModuleDeleteResponse.ts';
import type { ModuleGetRequest as _ModuleGetRequest, ModuleGetRequest__Output as _ModuleGetRequest__Output } from './ModuleGetRequest.ts';
import type { ModuleGetResponse as _ModuleGetResponse, ModuleGetResponse__Output as _ModuleGetResponse__Output } from './ModuleGetResponse.ts';
import type { ModuleListRequest as _ModuleListRequest, ModuleListRequest__Output as _ModuleListRequest__Output } from './ModuleListRequest.ts';
import type { ModuleListResponse as _ModuleListResponse, ModuleListResponse__Output as _ModuleListResponse__Output } from './ModuleListResponse.ts';

/**
 * Registers and removes modules.
 */
export interface ModuleServiceClient extends grpc.Client {
  /**
   * Registers a module. INVALID_ARGUMENT for an unknown provider or an impossible value, ALREADY_EXISTS for a name in use.
   */
  Create(argument: _ModuleCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_ModuleCreateResponse__Output>): grpc.ClientUnaryCall;
  Create(argument: _ModuleCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_ModuleCreateResponse__Output>): grpc.ClientUnaryCall;
  Create(argument: _ModuleCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_ModuleCreateResponse__Output>): grpc.ClientUnaryCall;
  Create(argument: _ModuleCreateRequest, callback: grpc.requestCallback<_ModuleCreateResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Registers a module. INVALID_ARGUMENT for an unknown provider or an impossible value, ALREADY_EXISTS for a name in use.
   */
  create(argument: _ModuleCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_ModuleCreateResponse__Output>): grpc.ClientUnaryCall;
  create(argument: _ModuleCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_ModuleCreateResponse__Output>): grpc.ClientUnaryCall;
  create(argument: _ModuleCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_ModuleCreateResponse__Output>): grpc.ClientUnaryCall;
  create(argument: _ModuleCreateRequest, callback: grpc.requestCallback<_ModuleCreateResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Removes a module; events that come from now on don't reach it. NOT_FOUND if there is none.
   */
  Delete(argument: _ModuleDeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_ModuleDeleteResponse__Output>): grpc.ClientUnaryCall;
  Delete(argument: _ModuleDeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_ModuleDeleteResponse__Output>): grpc.ClientUnaryCall;
  Delete(argument: _ModuleDeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_ModuleDeleteResponse__Output>): grpc.ClientUnaryCall;
  Delete(argument: _ModuleDeleteRequest, callback: grpc.requestCallback<_ModuleDeleteResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Removes a module; events that come from now on don't reach it. NOT_FOUND if there is none.
   */
  delete(argument: _ModuleDeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_ModuleDeleteResponse__Output>): grpc.ClientUnaryCall;
  delete(argument: _ModuleDeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_ModuleDeleteResponse__Output>): grpc.ClientUnaryCall;
  delete(argument: _ModuleDeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_ModuleDeleteResponse__Output>): grpc.ClientUnaryCall;
  delete(argument: _ModuleDeleteRequest, callback: grpc.requestCallback<_ModuleDeleteResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The state of a module.
   */
  Get(argument: _ModuleGetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_ModuleGetResponse__Output>): grpc.ClientUnaryCall;
  Get(argument: _ModuleGetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_ModuleGetResponse__Output>): grpc.ClientUnaryCall;
  Get(argument: _ModuleGetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_ModuleGetResponse__Output>): grpc.ClientUnaryCall;
  Get(argument: _ModuleGetRequest, callback: grpc.requestCallback<_ModuleGetResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The state of a module.
   */
  get(argument: _ModuleGetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_ModuleGetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _ModuleGetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_ModuleGetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _ModuleGetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_ModuleGetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _ModuleGetRequest, callback: grpc.requestCallback<_ModuleGetResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The ids of all modules.
   */
  List(argument: _ModuleListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_ModuleListResponse__Output>): grpc.ClientUnaryCall;
  List(argument: _ModuleListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_ModuleListResponse__Output>): grpc.ClientUnaryCall;
  List(argument: _ModuleListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_ModuleListResponse__Output>): grpc.ClientUnaryCall;
  List(argument: _ModuleListRequest, callback: grpc.requestCallback<_ModuleListResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The ids of all modules.
   */
  list(argument: _ModuleListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_ModuleListResponse__Output>): grpc.ClientUnaryCall;
  list(argument: _ModuleListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_ModuleListResponse__Output>): grpc.ClientUnaryCall;
  list(argument: _ModuleListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_ModuleListResponse__Output>): grpc.ClientUnaryCall;
  list(argument: _ModuleListRequest, callback: grpc.requestCallback<_ModuleListResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Registers and removes modules.
 */
export interface ModuleServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Registers a module. INVALID_ARGUMENT for an unknown provider or an impossible value, ALREADY_EXISTS for a name in use.
   */
  Create: grpc.handleUnaryCall<_ModuleCreateRequest__Output, _ModuleCreateResponse>;
  
  /**
   * Removes a module; events that come from now on don't reach it. NOT_FOUND if there is none.
   */
  Delete: grpc.handleUnaryCall<_ModuleDeleteRequest__Output, _ModuleDeleteResponse>;
  
  /**
   * The state of a module.
   */
  Get: grpc.handleUnaryCall<_ModuleGetRequest__Output, _ModuleGetResponse>;
  
  /**
   * The ids of all modules.
   */
  List: grpc.handleUnaryCall<_ModuleListRequest__Output, _ModuleListResponse>;
  
}

export interface ModuleServiceDefinition extends grpc.ServiceDefinition {
  Create: MethodDefinition<_ModuleCreateRequest, _ModuleCreateResponse, _ModuleCreateRequest__Output, _ModuleCreateResponse__Output>
  Delete: MethodDefinition<_ModuleDeleteRequest, _ModuleDeleteResponse, _ModuleDeleteRequest__Output, _ModuleDeleteResponse__Output>
  Get: MethodDefinition<_ModuleGetRequest, _ModuleGetResponse, _ModuleGetRequest__Output, _ModuleGetResponse__Output>
  List: MethodDefinition<_ModuleListRequest, _ModuleListResponse, _ModuleListRequest__Output, _ModuleListResponse__Output>
}
