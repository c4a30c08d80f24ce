// Original file: iteron/v1/modules.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CreateModuleRequest as _iteron_v1_CreateModuleRequest, CreateModuleRequest__Output as _iteron_v1_CreateModuleRequest__Output } from '../../iteron/v1/CreateModuleRequest.ts';
import type { DeleteModuleRequest as _iteron_v1_DeleteModuleRequest, DeleteModuleRequest__Output as _iteron_v1_DeleteModuleRequest__Output } from '../../iteron/v1/DeleteModuleRequest.ts';
import type { GetModuleRequest as _iteron_v1_GetModuleRequest, GetModuleRequest__Output as _iteron_v1_GetModuleRequest__Output } from '../../iteron/v1/GetModuleRequest.ts';
import type { ListModuleVersionsRequest as _iteron_v1_ListModuleVersionsRequest, ListModuleVersionsRequest__Output as _iteron_v1_ListModuleVersionsRequest__Output } from '../../iteron/v1/ListModuleVersionsRequest.ts';
import type { ListModuleVersionsResponse as _iteron_v1_ListModuleVersionsResponse, ListModuleVersionsResponse__Output as _iteron_v1_ListModuleVersionsResponse__Output } from '../../iteron/v1/ListModuleVersionsResponse.ts';
import type { ListModulesRequest as _iteron_v1_ListModulesRequest, ListModulesRequest__Output as _iteron_v1_ListModulesRequest__Output } from '../../iteron/v1/ListModulesRequest.ts';
import type { ListModulesResponse as _iteron_v1_ListModulesResponse, ListModulesResponse__Output as _iteron_v1_ListModulesResponse__Output } from '../../iteron/v1/ListModulesResponse.ts';
import type { Module as _iteron_v1_Module, Module__Output as _iteron_v1_Module__Output } from '../../iteron/v1/Module.ts';
import type { PauseModuleRequest as _iteron_v1_PauseModuleRequest, PauseModuleRequest__Output as _iteron_v1_PauseModuleRequest__Output } from '../../iteron/v1/PauseModuleRequest.ts';
import type { ResumeModuleRequest as _iteron_v1_ResumeModuleRequest, ResumeModuleRequest__Output as _iteron_v1_ResumeModuleRequest__Output } from '../../iteron/v1/ResumeModuleRequest.ts';
import type { UpdateModuleRequest as _iteron_v1_UpdateModuleRequest, UpdateModuleRequest__Output as _iteron_v1_UpdateModuleRequest__Output } from '../../iteron/v1/UpdateModuleRequest.ts';

/**
 * Modules: registered, versioned programs that run when an event of a type they subscribe to arrives.
 * 
 * Conventions of the whole package. Times are milliseconds since 1970-01-01T00:00:00Z and end in `_ms`, as do durations.
 * JSON values are JSON text in UTF-8 and end in `_json`. Where a name or id is asked for, an unambiguous prefix (of an id)
 * does too. A list has `page_size` (0: 100; at most 1000) and `page_token` (empty: from the beginning); `next_page_token`
 * is empty when there is no more. Errors carry gRPC's status codes; the trailing metadata `iteron-hint-bin` says, in UTF-8,
 * what the user can do.
 */
export interface ModuleServiceClient extends grpc.Client {
  /**
   * Registers a module. INVALID_ARGUMENT names each key that is wrong; ALREADY_EXISTS if the name is in use.
   */
  CreateModule(argument: _iteron_v1_CreateModuleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  CreateModule(argument: _iteron_v1_CreateModuleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  CreateModule(argument: _iteron_v1_CreateModuleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  CreateModule(argument: _iteron_v1_CreateModuleRequest, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  /**
   * Registers a module. INVALID_ARGUMENT names each key that is wrong; ALREADY_EXISTS if the name is in use.
   */
  createModule(argument: _iteron_v1_CreateModuleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  createModule(argument: _iteron_v1_CreateModuleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  createModule(argument: _iteron_v1_CreateModuleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  createModule(argument: _iteron_v1_CreateModuleRequest, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  
  /**
   * Removes a module: its queued jobs are cancelled, running ones end, what it made stays.
   */
  DeleteModule(argument: _iteron_v1_DeleteModuleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  DeleteModule(argument: _iteron_v1_DeleteModuleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  DeleteModule(argument: _iteron_v1_DeleteModuleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  DeleteModule(argument: _iteron_v1_DeleteModuleRequest, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  /**
   * Removes a module: its queued jobs are cancelled, running ones end, what it made stays.
   */
  deleteModule(argument: _iteron_v1_DeleteModuleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  deleteModule(argument: _iteron_v1_DeleteModuleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  deleteModule(argument: _iteron_v1_DeleteModuleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  deleteModule(argument: _iteron_v1_DeleteModuleRequest, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  
  /**
   * One module.
   */
  GetModule(argument: _iteron_v1_GetModuleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  GetModule(argument: _iteron_v1_GetModuleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  GetModule(argument: _iteron_v1_GetModuleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  GetModule(argument: _iteron_v1_GetModuleRequest, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  /**
   * One module.
   */
  getModule(argument: _iteron_v1_GetModuleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  getModule(argument: _iteron_v1_GetModuleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  getModule(argument: _iteron_v1_GetModuleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  getModule(argument: _iteron_v1_GetModuleRequest, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  
  /**
   * The versions of a module, newest first.
   */
  ListModuleVersions(argument: _iteron_v1_ListModuleVersionsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListModuleVersionsResponse__Output>): grpc.ClientUnaryCall;
  ListModuleVersions(argument: _iteron_v1_ListModuleVersionsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_ListModuleVersionsResponse__Output>): grpc.ClientUnaryCall;
  ListModuleVersions(argument: _iteron_v1_ListModuleVersionsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListModuleVersionsResponse__Output>): grpc.ClientUnaryCall;
  ListModuleVersions(argument: _iteron_v1_ListModuleVersionsRequest, callback: grpc.requestCallback<_iteron_v1_ListModuleVersionsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The versions of a module, newest first.
   */
  listModuleVersions(argument: _iteron_v1_ListModuleVersionsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListModuleVersionsResponse__Output>): grpc.ClientUnaryCall;
  listModuleVersions(argument: _iteron_v1_ListModuleVersionsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_ListModuleVersionsResponse__Output>): grpc.ClientUnaryCall;
  listModuleVersions(argument: _iteron_v1_ListModuleVersionsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListModuleVersionsResponse__Output>): grpc.ClientUnaryCall;
  listModuleVersions(argument: _iteron_v1_ListModuleVersionsRequest, callback: grpc.requestCallback<_iteron_v1_ListModuleVersionsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Modules by id.
   */
  ListModules(argument: _iteron_v1_ListModulesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListModulesResponse__Output>): grpc.ClientUnaryCall;
  ListModules(argument: _iteron_v1_ListModulesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_ListModulesResponse__Output>): grpc.ClientUnaryCall;
  ListModules(argument: _iteron_v1_ListModulesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListModulesResponse__Output>): grpc.ClientUnaryCall;
  ListModules(argument: _iteron_v1_ListModulesRequest, callback: grpc.requestCallback<_iteron_v1_ListModulesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Modules by id.
   */
  listModules(argument: _iteron_v1_ListModulesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListModulesResponse__Output>): grpc.ClientUnaryCall;
  listModules(argument: _iteron_v1_ListModulesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_ListModulesResponse__Output>): grpc.ClientUnaryCall;
  listModules(argument: _iteron_v1_ListModulesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListModulesResponse__Output>): grpc.ClientUnaryCall;
  listModules(argument: _iteron_v1_ListModulesRequest, callback: grpc.requestCallback<_iteron_v1_ListModulesResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Queued jobs of the module wait until it is resumed; running ones go on.
   */
  PauseModule(argument: _iteron_v1_PauseModuleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  PauseModule(argument: _iteron_v1_PauseModuleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  PauseModule(argument: _iteron_v1_PauseModuleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  PauseModule(argument: _iteron_v1_PauseModuleRequest, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  /**
   * Queued jobs of the module wait until it is resumed; running ones go on.
   */
  pauseModule(argument: _iteron_v1_PauseModuleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  pauseModule(argument: _iteron_v1_PauseModuleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  pauseModule(argument: _iteron_v1_PauseModuleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  pauseModule(argument: _iteron_v1_PauseModuleRequest, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  
  /**
   * Ends a pause.
   */
  ResumeModule(argument: _iteron_v1_ResumeModuleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  ResumeModule(argument: _iteron_v1_ResumeModuleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  ResumeModule(argument: _iteron_v1_ResumeModuleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  ResumeModule(argument: _iteron_v1_ResumeModuleRequest, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  /**
   * Ends a pause.
   */
  resumeModule(argument: _iteron_v1_ResumeModuleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  resumeModule(argument: _iteron_v1_ResumeModuleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  resumeModule(argument: _iteron_v1_ResumeModuleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  resumeModule(argument: _iteron_v1_ResumeModuleRequest, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  
  /**
   * Makes a new version of the module that has the specification's name. The same specification and code make none.
   */
  UpdateModule(argument: _iteron_v1_UpdateModuleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  UpdateModule(argument: _iteron_v1_UpdateModuleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  UpdateModule(argument: _iteron_v1_UpdateModuleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  UpdateModule(argument: _iteron_v1_UpdateModuleRequest, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  /**
   * Makes a new version of the module that has the specification's name. The same specification and code make none.
   */
  updateModule(argument: _iteron_v1_UpdateModuleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  updateModule(argument: _iteron_v1_UpdateModuleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  updateModule(argument: _iteron_v1_UpdateModuleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  updateModule(argument: _iteron_v1_UpdateModuleRequest, callback: grpc.requestCallback<_iteron_v1_Module__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Modules: registered, versioned programs that run when an event of a type they subscribe to arrives.
 * 
 * Conventions of the whole package. Times are milliseconds since 1970-01-01T00:00:00Z and end in `_ms`, as do durations.
 * JSON values are JSON text in UTF-8 and end in `_json`. Where a name or id is asked for, an unambiguous prefix (of an id)
 * does too. A list has `page_size` (0: 100; at most 1000) and `page_token` (empty: from the beginning); `next_page_token`
 * is empty when there is no more. Errors carry gRPC's status codes; the trailing metadata `iteron-hint-bin` says, in UTF-8,
 * what the user can do.
 */
export interface ModuleServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Registers a module. INVALID_ARGUMENT names each key that is wrong; ALREADY_EXISTS if the name is in use.
   */
  CreateModule: grpc.handleUnaryCall<_iteron_v1_CreateModuleRequest__Output, _iteron_v1_Module>;
  
  /**
   * Removes a module: its queued jobs are cancelled, running ones end, what it made stays.
   */
  DeleteModule: grpc.handleUnaryCall<_iteron_v1_DeleteModuleRequest__Output, _iteron_v1_Module>;
  
  /**
   * One module.
   */
  GetModule: grpc.handleUnaryCall<_iteron_v1_GetModuleRequest__Output, _iteron_v1_Module>;
  
  /**
   * The versions of a module, newest first.
   */
  ListModuleVersions: grpc.handleUnaryCall<_iteron_v1_ListModuleVersionsRequest__Output, _iteron_v1_ListModuleVersionsResponse>;
  
  /**
   * Modules by id.
   */
  ListModules: grpc.handleUnaryCall<_iteron_v1_ListModulesRequest__Output, _iteron_v1_ListModulesResponse>;
  
  /**
   * Queued jobs of the module wait until it is resumed; running ones go on.
   */
  PauseModule: grpc.handleUnaryCall<_iteron_v1_PauseModuleRequest__Output, _iteron_v1_Module>;
  
  /**
   * Ends a pause.
   */
  ResumeModule: grpc.handleUnaryCall<_iteron_v1_ResumeModuleRequest__Output, _iteron_v1_Module>;
  
  /**
   * Makes a new version of the module that has the specification's name. The same specification and code make none.
   */
  UpdateModule: grpc.handleUnaryCall<_iteron_v1_UpdateModuleRequest__Output, _iteron_v1_Module>;
  
}

export interface ModuleServiceDefinition extends grpc.ServiceDefinition {
  CreateModule: MethodDefinition<_iteron_v1_CreateModuleRequest, _iteron_v1_Module, _iteron_v1_CreateModuleRequest__Output, _iteron_v1_Module__Output>
  DeleteModule: MethodDefinition<_iteron_v1_DeleteModuleRequest, _iteron_v1_Module, _iteron_v1_DeleteModuleRequest__Output, _iteron_v1_Module__Output>
  GetModule: MethodDefinition<_iteron_v1_GetModuleRequest, _iteron_v1_Module, _iteron_v1_GetModuleRequest__Output, _iteron_v1_Module__Output>
  ListModuleVersions: MethodDefinition<_iteron_v1_ListModuleVersionsRequest, _iteron_v1_ListModuleVersionsResponse, _iteron_v1_ListModuleVersionsRequest__Output, _iteron_v1_ListModuleVersionsResponse__Output>
  ListModules: MethodDefinition<_iteron_v1_ListModulesRequest, _iteron_v1_ListModulesResponse, _iteron_v1_ListModulesRequest__Output, _iteron_v1_ListModulesResponse__Output>
  PauseModule: MethodDefinition<_iteron_v1_PauseModuleRequest, _iteron_v1_Module, _iteron_v1_PauseModuleRequest__Output, _iteron_v1_Module__Output>
  ResumeModule: MethodDefinition<_iteron_v1_ResumeModuleRequest, _iteron_v1_Module, _iteron_v1_ResumeModuleRequest__Output, _iteron_v1_Module__Output>
  UpdateModule: MethodDefinition<_iteron_v1_UpdateModuleRequest, _iteron_v1_Module, _iteron_v1_UpdateModuleRequest__Output, _iteron_v1_Module__Output>
}
