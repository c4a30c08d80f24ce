import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { CodeFile as _iteron_v1_CodeFile, CodeFile__Output as _iteron_v1_CodeFile__Output } from './iteron/v1/CodeFile.ts';
import type { CreateModuleRequest as _iteron_v1_CreateModuleRequest, CreateModuleRequest__Output as _iteron_v1_CreateModuleRequest__Output } from './iteron/v1/CreateModuleRequest.ts';
import type { DeleteModuleRequest as _iteron_v1_DeleteModuleRequest, DeleteModuleRequest__Output as _iteron_v1_DeleteModuleRequest__Output } from './iteron/v1/DeleteModuleRequest.ts';
import type { GetModuleRequest as _iteron_v1_GetModuleRequest, GetModuleRequest__Output as _iteron_v1_GetModuleRequest__Output } from './iteron/v1/GetModuleRequest.ts';
import type { GitState as _iteron_v1_GitState, GitState__Output as _iteron_v1_GitState__Output } from './iteron/v1/GitState.ts';
import type { ListModuleVersionsRequest as _iteron_v1_ListModuleVersionsRequest, ListModuleVersionsRequest__Output as _iteron_v1_ListModuleVersionsRequest__Output } from './iteron/v1/ListModuleVersionsRequest.ts';
import type { ListModuleVersionsResponse as _iteron_v1_ListModuleVersionsResponse, ListModuleVersionsResponse__Output as _iteron_v1_ListModuleVersionsResponse__Output } from './iteron/v1/ListModuleVersionsResponse.ts';
import type { ListModulesRequest as _iteron_v1_ListModulesRequest, ListModulesRequest__Output as _iteron_v1_ListModulesRequest__Output } from './iteron/v1/ListModulesRequest.ts';
import type { ListModulesResponse as _iteron_v1_ListModulesResponse, ListModulesResponse__Output as _iteron_v1_ListModulesResponse__Output } from './iteron/v1/ListModulesResponse.ts';
import type { Module as _iteron_v1_Module, Module__Output as _iteron_v1_Module__Output } from './iteron/v1/Module.ts';
import type { ModuleServiceClient as _iteron_v1_ModuleServiceClient, ModuleServiceDefinition as _iteron_v1_ModuleServiceDefinition } from './iteron/v1/ModuleService.ts';
import type { ModuleVersion as _iteron_v1_ModuleVersion, ModuleVersion__Output as _iteron_v1_ModuleVersion__Output } from './iteron/v1/ModuleVersion.ts';
import type { PauseModuleRequest as _iteron_v1_PauseModuleRequest, PauseModuleRequest__Output as _iteron_v1_PauseModuleRequest__Output } from './iteron/v1/PauseModuleRequest.ts';
import type { ResumeModuleRequest as _iteron_v1_ResumeModuleRequest, ResumeModuleRequest__Output as _iteron_v1_ResumeModuleRequest__Output } from './iteron/v1/ResumeModuleRequest.ts';
import type { UpdateModuleRequest as _iteron_v1_UpdateModuleRequest, UpdateModuleRequest__Output as _iteron_v1_UpdateModuleRequest__Output } from './iteron/v1/UpdateModuleRequest.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  iteron: {
    v1: {
      CodeFile: MessageTypeDefinition<_iteron_v1_CodeFile, _iteron_v1_CodeFile__Output>
      CreateModuleRequest: MessageTypeDefinition<_iteron_v1_CreateModuleRequest, _iteron_v1_CreateModuleRequest__Output>
      DeleteModuleRequest: MessageTypeDefinition<_iteron_v1_DeleteModuleRequest, _iteron_v1_DeleteModuleRequest__Output>
      GetModuleRequest: MessageTypeDefinition<_iteron_v1_GetModuleRequest, _iteron_v1_GetModuleRequest__Output>
      GitState: MessageTypeDefinition<_iteron_v1_GitState, _iteron_v1_GitState__Output>
      ListModuleVersionsRequest: MessageTypeDefinition<_iteron_v1_ListModuleVersionsRequest, _iteron_v1_ListModuleVersionsRequest__Output>
      ListModuleVersionsResponse: MessageTypeDefinition<_iteron_v1_ListModuleVersionsResponse, _iteron_v1_ListModuleVersionsResponse__Output>
      ListModulesRequest: MessageTypeDefinition<_iteron_v1_ListModulesRequest, _iteron_v1_ListModulesRequest__Output>
      ListModulesResponse: MessageTypeDefinition<_iteron_v1_ListModulesResponse, _iteron_v1_ListModulesResponse__Output>
      Module: MessageTypeDefinition<_iteron_v1_Module, _iteron_v1_Module__Output>
      /**
       * Modules: registered, versioned programs that run when an event of a type they subscribe to arrives.
       * 
       * Conventions of the whole package. Times are milliseconds since 1970-01-01T00:00:00Z and end in `_ms`, as do durations.
       * JSON values are JSON text in UTF-8 and end in `_json`. Where a name or id is asked for, an unambiguous prefix (of an id)
       * does too. A list has `page_size` (0: 100; at most 1000) and `page_token` (empty: from the beginning); `next_page_token`
       * is empty when there is no more. Errors carry gRPC's status codes; the trailing metadata `iteron-hint-bin` says, in UTF-8,
       * what the user can do.
       */
      ModuleService: SubtypeConstructor<typeof grpc.Client, _iteron_v1_ModuleServiceClient> & { service: _iteron_v1_ModuleServiceDefinition }
      ModuleVersion: MessageTypeDefinition<_iteron_v1_ModuleVersion, _iteron_v1_ModuleVersion__Output>
      PauseModuleRequest: MessageTypeDefinition<_iteron_v1_PauseModuleRequest, _iteron_v1_PauseModuleRequest__Output>
      ResumeModuleRequest: MessageTypeDefinition<_iteron_v1_ResumeModuleRequest, _iteron_v1_ResumeModuleRequest__Output>
      UpdateModuleRequest: MessageTypeDefinition<_iteron_v1_UpdateModuleRequest, _iteron_v1_UpdateModuleRequest__Output>
    }
  }
}

