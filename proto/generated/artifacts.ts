import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { Artifact as _iteron_v1_Artifact, Artifact__Output as _iteron_v1_Artifact__Output } from './iteron/v1/Artifact.ts';
import type { ArtifactServiceClient as _iteron_v1_ArtifactServiceClient, ArtifactServiceDefinition as _iteron_v1_ArtifactServiceDefinition } from './iteron/v1/ArtifactService.ts';
import type { DeleteArtifactRequest as _iteron_v1_DeleteArtifactRequest, DeleteArtifactRequest__Output as _iteron_v1_DeleteArtifactRequest__Output } from './iteron/v1/DeleteArtifactRequest.ts';
import type { DownloadArtifactRequest as _iteron_v1_DownloadArtifactRequest, DownloadArtifactRequest__Output as _iteron_v1_DownloadArtifactRequest__Output } from './iteron/v1/DownloadArtifactRequest.ts';
import type { DownloadArtifactResponse as _iteron_v1_DownloadArtifactResponse, DownloadArtifactResponse__Output as _iteron_v1_DownloadArtifactResponse__Output } from './iteron/v1/DownloadArtifactResponse.ts';
import type { File as _iteron_v1_File, File__Output as _iteron_v1_File__Output } from './iteron/v1/File.ts';
import type { GetArtifactRequest as _iteron_v1_GetArtifactRequest, GetArtifactRequest__Output as _iteron_v1_GetArtifactRequest__Output } from './iteron/v1/GetArtifactRequest.ts';
import type { ListArtifactFilesRequest as _iteron_v1_ListArtifactFilesRequest, ListArtifactFilesRequest__Output as _iteron_v1_ListArtifactFilesRequest__Output } from './iteron/v1/ListArtifactFilesRequest.ts';
import type { ListArtifactFilesResponse as _iteron_v1_ListArtifactFilesResponse, ListArtifactFilesResponse__Output as _iteron_v1_ListArtifactFilesResponse__Output } from './iteron/v1/ListArtifactFilesResponse.ts';
import type { ListArtifactsRequest as _iteron_v1_ListArtifactsRequest, ListArtifactsRequest__Output as _iteron_v1_ListArtifactsRequest__Output } from './iteron/v1/ListArtifactsRequest.ts';
import type { ListArtifactsResponse as _iteron_v1_ListArtifactsResponse, ListArtifactsResponse__Output as _iteron_v1_ListArtifactsResponse__Output } from './iteron/v1/ListArtifactsResponse.ts';
import type { ReindexArtifactsRequest as _iteron_v1_ReindexArtifactsRequest, ReindexArtifactsRequest__Output as _iteron_v1_ReindexArtifactsRequest__Output } from './iteron/v1/ReindexArtifactsRequest.ts';
import type { ReindexArtifactsResponse as _iteron_v1_ReindexArtifactsResponse, ReindexArtifactsResponse__Output as _iteron_v1_ReindexArtifactsResponse__Output } from './iteron/v1/ReindexArtifactsResponse.ts';
import type { UploadArtifactRequest as _iteron_v1_UploadArtifactRequest, UploadArtifactRequest__Output as _iteron_v1_UploadArtifactRequest__Output } from './iteron/v1/UploadArtifactRequest.ts';
import type { UploadFile as _iteron_v1_UploadFile, UploadFile__Output as _iteron_v1_UploadFile__Output } from './iteron/v1/UploadFile.ts';
import type { UploadHeader as _iteron_v1_UploadHeader, UploadHeader__Output as _iteron_v1_UploadHeader__Output } from './iteron/v1/UploadHeader.ts';
import type { VerifyArtifactsRequest as _iteron_v1_VerifyArtifactsRequest, VerifyArtifactsRequest__Output as _iteron_v1_VerifyArtifactsRequest__Output } from './iteron/v1/VerifyArtifactsRequest.ts';
import type { VerifyArtifactsResponse as _iteron_v1_VerifyArtifactsResponse, VerifyArtifactsResponse__Output as _iteron_v1_VerifyArtifactsResponse__Output } from './iteron/v1/VerifyArtifactsResponse.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  iteron: {
    v1: {
      Artifact: MessageTypeDefinition<_iteron_v1_Artifact, _iteron_v1_Artifact__Output>
      /**
       * Artifacts: immutable sets of files, made by a job or uploaded.
       */
      ArtifactService: SubtypeConstructor<typeof grpc.Client, _iteron_v1_ArtifactServiceClient> & { service: _iteron_v1_ArtifactServiceDefinition }
      DeleteArtifactRequest: MessageTypeDefinition<_iteron_v1_DeleteArtifactRequest, _iteron_v1_DeleteArtifactRequest__Output>
      DownloadArtifactRequest: MessageTypeDefinition<_iteron_v1_DownloadArtifactRequest, _iteron_v1_DownloadArtifactRequest__Output>
      DownloadArtifactResponse: MessageTypeDefinition<_iteron_v1_DownloadArtifactResponse, _iteron_v1_DownloadArtifactResponse__Output>
      File: MessageTypeDefinition<_iteron_v1_File, _iteron_v1_File__Output>
      GetArtifactRequest: MessageTypeDefinition<_iteron_v1_GetArtifactRequest, _iteron_v1_GetArtifactRequest__Output>
      ListArtifactFilesRequest: MessageTypeDefinition<_iteron_v1_ListArtifactFilesRequest, _iteron_v1_ListArtifactFilesRequest__Output>
      ListArtifactFilesResponse: MessageTypeDefinition<_iteron_v1_ListArtifactFilesResponse, _iteron_v1_ListArtifactFilesResponse__Output>
      ListArtifactsRequest: MessageTypeDefinition<_iteron_v1_ListArtifactsRequest, _iteron_v1_ListArtifactsRequest__Output>
      ListArtifactsResponse: MessageTypeDefinition<_iteron_v1_ListArtifactsResponse, _iteron_v1_ListArtifactsResponse__Output>
      ReindexArtifactsRequest: MessageTypeDefinition<_iteron_v1_ReindexArtifactsRequest, _iteron_v1_ReindexArtifactsRequest__Output>
      ReindexArtifactsResponse: MessageTypeDefinition<_iteron_v1_ReindexArtifactsResponse, _iteron_v1_ReindexArtifactsResponse__Output>
      UploadArtifactRequest: MessageTypeDefinition<_iteron_v1_UploadArtifactRequest, _iteron_v1_UploadArtifactRequest__Output>
      UploadFile: MessageTypeDefinition<_iteron_v1_UploadFile, _iteron_v1_UploadFile__Output>
      UploadHeader: MessageTypeDefinition<_iteron_v1_UploadHeader, _iteron_v1_UploadHeader__Output>
      VerifyArtifactsRequest: MessageTypeDefinition<_iteron_v1_VerifyArtifactsRequest, _iteron_v1_VerifyArtifactsRequest__Output>
      VerifyArtifactsResponse: MessageTypeDefinition<_iteron_v1_VerifyArtifactsResponse, _iteron_v1_VerifyArtifactsResponse__Output>
    }
  }
}

