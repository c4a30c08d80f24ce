import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { Empty as _Empty, Empty__Output as _Empty__Output } from './Empty.ts';
import type { GetFlowRequest as _GetFlowRequest, GetFlowRequest__Output as _GetFlowRequest__Output } from './GetFlowRequest.ts';
import type { GetFlowResponse as _GetFlowResponse, GetFlowResponse__Output as _GetFlowResponse__Output } from './GetFlowResponse.ts';
import type { ModuleCreateRequest as _ModuleCreateRequest, ModuleCreateRequest__Output as _ModuleCreateRequest__Output } from './ModuleCreateRequest.ts';
import type { ModuleCreateResponse as _ModuleCreateResponse, ModuleCreateResponse__Output as _ModuleCreateResponse__Output } from './ModuleCreateResponse.ts';
import type { ModuleDeleteRequest as _ModuleDeleteRequest, ModuleDeleteRequest__Output as _ModuleDeleteRequest__Output } from './ModuleDeleteRequest.ts';
import type { ModuleDeleteResponse as _ModuleDeleteResponse, ModuleDeleteResponse__Output as _ModuleDeleteResponse__Output } from './ModuleDeleteResponse.ts';
import type { ModuleGetRequest as _ModuleGetRequest, ModuleGetRequest__Output as _ModuleGetRequest__Output } from './ModuleGetRequest.ts';
import type { ModuleGetResponse as _ModuleGetResponse, ModuleGetResponse__Output as _ModuleGetResponse__Output } from './ModuleGetResponse.ts';
import type { ModuleListRequest as _ModuleListRequest, ModuleListRequest__Output as _ModuleListRequest__Output } from './ModuleListRequest.ts';
import type { ModuleListResponse as _ModuleListResponse, ModuleListResponse__Output as _ModuleListResponse__Output } from './ModuleListResponse.ts';
import type { ModuleServiceClient as _ModuleServiceClient, ModuleServiceDefinition as _ModuleServiceDefinition } from './ModuleService.ts';
import type { TraceServiceClient as _TraceServiceClient, TraceServiceDefinition as _TraceServiceDefinition } from './TraceService.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  Empty: MessageTypeDefinition<_Empty, _Empty__Output>
  GetFlowRequest: MessageTypeDefinition<_GetFlowRequest, _GetFlowRequest__Output>
  GetFlowResponse: MessageTypeDefinition<_GetFlowResponse, _GetFlowResponse__Output>
  ModuleCreateRequest: MessageTypeDefinition<_ModuleCreateRequest, _ModuleCreateRequest__Output>
  ModuleCreateResponse: MessageTypeDefinition<_ModuleCreateResponse, _ModuleCreateResponse__Output>
  ModuleDeleteRequest: MessageTypeDefinition<_ModuleDeleteRequest, _ModuleDeleteRequest__Output>
  ModuleDeleteResponse: MessageTypeDefinition<_ModuleDeleteResponse, _ModuleDeleteResponse__Output>
  ModuleGetRequest: MessageTypeDefinition<_ModuleGetRequest, _ModuleGetRequest__Output>
  ModuleGetResponse: MessageTypeDefinition<_ModuleGetResponse, _ModuleGetResponse__Output>
  ModuleListRequest: MessageTypeDefinition<_ModuleListRequest, _ModuleListRequest__Output>
  ModuleListResponse: MessageTypeDefinition<_ModuleListResponse, _ModuleListResponse__Output>
  /**
   * Registers and removes modules.
   */
  ModuleService: SubtypeConstructor<typeof grpc.Client, _ModuleServiceClient> & { service: _ModuleServiceDefinition }
  /**
   * Follows what an event caused.
   */
  TraceService: SubtypeConstructor<typeof grpc.Client, _TraceServiceClient> & { service: _TraceServiceDefinition }
}

