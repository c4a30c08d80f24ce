// Original file: iteron/v1/artifacts.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { Artifact as _iteron_v1_Artifact, Artifact__Output as _iteron_v1_Artifact__Output } from '../../iteron/v1/Artifact.ts';
import type { DeleteArtifactRequest as _iteron_v1_DeleteArtifactRequest, DeleteArtifactRequest__Output as _iteron_v1_DeleteArtifactRequest__Output } from '../../iteron/v1/DeleteArtifactRequest.ts';
import type { DownloadArtifactRequest as _iteron_v1_DownloadArtifactRequest, DownloadArtifactRequest__Output as _iteron_v1_DownloadArtifactRequest__Output } from '../../iteron/v1/DownloadArtifactRequest.ts';
import type { DownloadArtifactResponse as _iteron_v1_DownloadArtifactResponse, DownloadArtifactResponse__Output as _iteron_v1_DownloadArtifactResponse__Output } from '../../iteron/v1/DownloadArtifactResponse.ts';
import type { GetArtifactRequest as _iteron_v1_GetArtifactRequest, GetArtifactRequest__Output as _iteron_v1_GetArtifactRequest__Output } from '../../iteron/v1/GetArtifactRequest.ts';
import type { ListArtifactFilesRequest as _iteron_v1_ListArtifactFilesRequest, ListArtifactFilesRequest__Output as _iteron_v1_ListArtifactFilesRequest__Output } from '../../iteron/v1/ListArtifactFilesRequest.ts';
import type { ListArtifactFilesResponse as _iteron_v1_ListArtifactFilesResponse, ListArtifactFilesResponse__Output as _iteron_v1_ListArtifactFilesResponse__Output } from '../../iteron/v1/ListArtifactFilesResponse.ts';
import type { ListArtifactsRequest as _iteron_v1_ListArtifactsRequest, ListArtifactsRequest__Output as _iteron_v1_ListArtifactsRequest__Output } from '../../iteron/v1/ListArtifactsRequest.ts';
import type { ListArtifactsResponse as _iteron_v1_ListArtifactsResponse, ListArtifactsResponse__Output as _iteron_v1_ListArtifactsResponse__Output } from '../../iteron/v1/ListArtifactsResponse.ts';
import type { ReindexArtifactsRequest as _iteron_v1_ReindexArtifactsRequest, ReindexArtifactsRequest__Output as _iteron_v1_ReindexArtifactsRequest__Output } from '../../iteron/v1/ReindexArtifactsRequest.ts';
import type { ReindexArtifactsResponse as _iteron_v1_ReindexArtifactsResponse, ReindexArtifactsResponse__Output as _iteron_v1_ReindexArtifactsResponse__Output } from '../../iteron/v1/ReindexArtifactsResponse.ts';
import type { UploadArtifactRequest as _iteron_v1_UploadArtifactRequest, UploadArtifactRequest__Output as _iteron_v1_UploadArtifactRequest__Output } from '../../iteron/v1/UploadArtifactRequest.ts';
import type { VerifyArtifactsRequest as _iteron_v1_VerifyArtifactsRequest, VerifyArtifactsRequest__Output as _iteron_v1_VerifyArtifactsRequest__Output } from '../../iteron/v1/VerifyArtifactsRequest.ts';
import type { VerifyArtifactsResponse as _iteron_v1_VerifyArtifactsResponse, VerifyArtifactsResponse__Output as _iteron_v1_VerifyArtifactsResponse__Output } from '../../iteron/v1/VerifyArtifactsResponse.ts';

/**
 * Artifacts: immutable sets of files, made by a job or uploaded.
 */
export interface ArtifactServiceClient extends grpc.Client {
  /**
   * Deletes an artifact; a tombstone stays, and lineage with it. FAILED_PRECONDITION if a job that
   * has not ended takes its files.
   */
  DeleteArtifact(argument: _iteron_v1_DeleteArtifactRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Artifact__Output>): grpc.ClientUnaryCall;
  DeleteArtifact(argument: _iteron_v1_DeleteArtifactRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_Artifact__Output>): grpc.ClientUnaryCall;
  DeleteArtifact(argument: _iteron_v1_DeleteArtifactRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Artifact__Output>): grpc.ClientUnaryCall;
  DeleteArtifact(argument: _iteron_v1_DeleteArtifactRequest, callback: grpc.requestCallback<_iteron_v1_Artifact__Output>): grpc.ClientUnaryCall;
  /**
   * Deletes an artifact; a tombstone stays, and lineage with it. FAILED_PRECONDITION if a job that
   * has not ended takes its files.
   */
  deleteArtifact(argument: _iteron_v1_DeleteArtifactRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Artifact__Output>): grpc.ClientUnaryCall;
  deleteArtifact(argument: _iteron_v1_DeleteArtifactRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_Artifact__Output>): grpc.ClientUnaryCall;
  deleteArtifact(argument: _iteron_v1_DeleteArtifactRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Artifact__Output>): grpc.ClientUnaryCall;
  deleteArtifact(argument: _iteron_v1_DeleteArtifactRequest, callback: grpc.requestCallback<_iteron_v1_Artifact__Output>): grpc.ClientUnaryCall;
  
  /**
   * The bytes of an artifact's files, or of one: for each file one message with `file`, then its `chunk`s. Every file is
   * checked against its digest: DATA_LOSS ends the stream if it differs.
   */
  DownloadArtifact(argument: _iteron_v1_DownloadArtifactRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_DownloadArtifactResponse__Output>;
  DownloadArtifact(argument: _iteron_v1_DownloadArtifactRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_DownloadArtifactResponse__Output>;
  /**
   * The bytes of an artifact's files, or of one: for each file one message with `file`, then its `chunk`s. Every file is
   * checked against its digest: DATA_LOSS ends the stream if it differs.
   */
  downloadArtifact(argument: _iteron_v1_DownloadArtifactRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_DownloadArtifactResponse__Output>;
  downloadArtifact(argument: _iteron_v1_DownloadArtifactRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_DownloadArtifactResponse__Output>;
  
  /**
   * One artifact.
   */
  GetArtifact(argument: _iteron_v1_GetArtifactRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Artifact__Output>): grpc.ClientUnaryCall;
  GetArtifact(argument: _iteron_v1_GetArtifactRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_Artifact__Output>): grpc.ClientUnaryCall;
  GetArtifact(argument: _iteron_v1_GetArtifactRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Artifact__Output>): grpc.ClientUnaryCall;
  GetArtifact(argument: _iteron_v1_GetArtifactRequest, callback: grpc.requestCallback<_iteron_v1_Artifact__Output>): grpc.ClientUnaryCall;
  /**
   * One artifact.
   */
  getArtifact(argument: _iteron_v1_GetArtifactRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Artifact__Output>): grpc.ClientUnaryCall;
  getArtifact(argument: _iteron_v1_GetArtifactRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_Artifact__Output>): grpc.ClientUnaryCall;
  getArtifact(argument: _iteron_v1_GetArtifactRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Artifact__Output>): grpc.ClientUnaryCall;
  getArtifact(argument: _iteron_v1_GetArtifactRequest, callback: grpc.requestCallback<_iteron_v1_Artifact__Output>): grpc.ClientUnaryCall;
  
  /**
   * All files of an artifact, by path.
   */
  ListArtifactFiles(argument: _iteron_v1_ListArtifactFilesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListArtifactFilesResponse__Output>): grpc.ClientUnaryCall;
  ListArtifactFiles(argument: _iteron_v1_ListArtifactFilesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_ListArtifactFilesResponse__Output>): grpc.ClientUnaryCall;
  ListArtifactFiles(argument: _iteron_v1_ListArtifactFilesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListArtifactFilesResponse__Output>): grpc.ClientUnaryCall;
  ListArtifactFiles(argument: _iteron_v1_ListArtifactFilesRequest, callback: grpc.requestCallback<_iteron_v1_ListArtifactFilesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * All files of an artifact, by path.
   */
  listArtifactFiles(argument: _iteron_v1_ListArtifactFilesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListArtifactFilesResponse__Output>): grpc.ClientUnaryCall;
  listArtifactFiles(argument: _iteron_v1_ListArtifactFilesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_ListArtifactFilesResponse__Output>): grpc.ClientUnaryCall;
  listArtifactFiles(argument: _iteron_v1_ListArtifactFilesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListArtifactFilesResponse__Output>): grpc.ClientUnaryCall;
  listArtifactFiles(argument: _iteron_v1_ListArtifactFilesRequest, callback: grpc.requestCallback<_iteron_v1_ListArtifactFilesResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Artifacts, newest first.
   */
  ListArtifacts(argument: _iteron_v1_ListArtifactsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListArtifactsResponse__Output>): grpc.ClientUnaryCall;
  ListArtifacts(argument: _iteron_v1_ListArtifactsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_ListArtifactsResponse__Output>): grpc.ClientUnaryCall;
  ListArtifacts(argument: _iteron_v1_ListArtifactsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListArtifactsResponse__Output>): grpc.ClientUnaryCall;
  ListArtifacts(argument: _iteron_v1_ListArtifactsRequest, callback: grpc.requestCallback<_iteron_v1_ListArtifactsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Artifacts, newest first.
   */
  listArtifacts(argument: _iteron_v1_ListArtifactsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListArtifactsResponse__Output>): grpc.ClientUnaryCall;
  listArtifacts(argument: _iteron_v1_ListArtifactsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_ListArtifactsResponse__Output>): grpc.ClientUnaryCall;
  listArtifacts(argument: _iteron_v1_ListArtifactsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListArtifactsResponse__Output>): grpc.ClientUnaryCall;
  listArtifacts(argument: _iteron_v1_ListArtifactsRequest, callback: grpc.requestCallback<_iteron_v1_ListArtifactsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Rebuilds artifacts and their edges from the `metadata.yaml` files in the blob store; repeatable.
   */
  ReindexArtifacts(argument: _iteron_v1_ReindexArtifactsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_ReindexArtifactsResponse__Output>;
  ReindexArtifacts(argument: _iteron_v1_ReindexArtifactsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_ReindexArtifactsResponse__Output>;
  /**
   * Rebuilds artifacts and their edges from the `metadata.yaml` files in the blob store; repeatable.
   */
  reindexArtifacts(argument: _iteron_v1_ReindexArtifactsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_ReindexArtifactsResponse__Output>;
  reindexArtifacts(argument: _iteron_v1_ReindexArtifactsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_ReindexArtifactsResponse__Output>;
  
  /**
   * Stores files as a new artifact. The first message has `header`; then, for each file, one with `file` and any number
   * with `chunk`. Nothing is visible unless the call succeeds.
   */
  UploadArtifact(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Artifact__Output>): grpc.ClientWritableStream<_iteron_v1_UploadArtifactRequest>;
  UploadArtifact(metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_Artifact__Output>): grpc.ClientWritableStream<_iteron_v1_UploadArtifactRequest>;
  UploadArtifact(options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Artifact__Output>): grpc.ClientWritableStream<_iteron_v1_UploadArtifactRequest>;
  UploadArtifact(callback: grpc.requestCallback<_iteron_v1_Artifact__Output>): grpc.ClientWritableStream<_iteron_v1_UploadArtifactRequest>;
  /**
   * Stores files as a new artifact. The first message has `header`; then, for each file, one with `file` and any number
   * with `chunk`. Nothing is visible unless the call succeeds.
   */
  uploadArtifact(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Artifact__Output>): grpc.ClientWritableStream<_iteron_v1_UploadArtifactRequest>;
  uploadArtifact(metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_Artifact__Output>): grpc.ClientWritableStream<_iteron_v1_UploadArtifactRequest>;
  uploadArtifact(options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Artifact__Output>): grpc.ClientWritableStream<_iteron_v1_UploadArtifactRequest>;
  uploadArtifact(callback: grpc.requestCallback<_iteron_v1_Artifact__Output>): grpc.ClientWritableStream<_iteron_v1_UploadArtifactRequest>;
  
  /**
   * Reads the stored bytes of one artifact, or of all, and compares them with their digests.
   */
  VerifyArtifacts(argument: _iteron_v1_VerifyArtifactsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_VerifyArtifactsResponse__Output>;
  VerifyArtifacts(argument: _iteron_v1_VerifyArtifactsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_VerifyArtifactsResponse__Output>;
  /**
   * Reads the stored bytes of one artifact, or of all, and compares them with their digests.
   */
  verifyArtifacts(argument: _iteron_v1_VerifyArtifactsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_VerifyArtifactsResponse__Output>;
  verifyArtifacts(argument: _iteron_v1_VerifyArtifactsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_VerifyArtifactsResponse__Output>;
  
}

/**
 * Artifacts: immutable sets of files, made by a job or uploaded.
 */
export interface ArtifactServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Deletes an artifact; a tombstone stays, and lineage with it. FAILED_PRECONDITION if a job that
   * has not ended takes its files.
   */
  DeleteArtifact: grpc.handleUnaryCall<_iteron_v1_DeleteArtifactRequest__Output, _iteron_v1_Artifact>;
  
  /**
   * The bytes of an artifact's files, or of one: for each file one message with `file`, then its `chunk`s. Every file is
   * checked against its digest: DATA_LOSS ends the stream if it differs.
   */
  DownloadArtifact: grpc.handleServerStreamingCall<_iteron_v1_DownloadArtifactRequest__Output, _iteron_v1_DownloadArtifactResponse>;
  
  /**
   * One artifact.
   */
  GetArtifact: grpc.handleUnaryCall<_iteron_v1_GetArtifactRequest__Output, _iteron_v1_Artifact>;
  
  /**
   * All files of an artifact, by path.
   */
  ListArtifactFiles: grpc.handleUnaryCall<_iteron_v1_ListArtifactFilesRequest__Output, _iteron_v1_ListArtifactFilesResponse>;
  
  /**
   * Artifacts, newest first.
   */
  ListArtifacts: grpc.handleUnaryCall<_iteron_v1_ListArtifactsRequest__Output, _iteron_v1_ListArtifactsResponse>;
  
  /**
   * Rebuilds artifacts and their edges from the `metadata.yaml` files in the blob store; repeatable.
   */
  ReindexArtifacts: grpc.handleServerStreamingCall<_iteron_v1_ReindexArtifactsRequest__Output, _iteron_v1_ReindexArtifactsResponse>;
  
  /**
   * Stores files as a new artifact. The first message has `header`; then, for each file, one with `file` and any number
   * with `chunk`. Nothing is visible unless the call succeeds.
   */
  UploadArtifact: grpc.handleClientStreamingCall<_iteron_v1_UploadArtifactRequest__Output, _iteron_v1_Artifact>;
  
  /**
   * Reads the stored bytes of one artifact, or of all, and compares them with their digests.
   */
  VerifyArtifacts: grpc.handleServerStreamingCall<_iteron_v1_VerifyArtifactsRequest__Output, _iteron_v1_VerifyArtifactsResponse>;
  
}

export interface ArtifactServiceDefinition extends grpc.ServiceDefinition {
  DeleteArtifact: MethodDefinition<_iteron_v1_DeleteArtifactRequest, _iteron_v1_Artifact, _iteron_v1_DeleteArtifactRequest__Output, _iteron_v1_Artifact__Output>
  DownloadArtifact: MethodDefinition<_iteron_v1_DownloadArtifactRequest, _iteron_v1_DownloadArtifactResponse, _iteron_v1_DownloadArtifactRequest__Output, _iteron_v1_DownloadArtifactResponse__Output>
  GetArtifact: MethodDefinition<_iteron_v1_GetArtifactRequest, _iteron_v1_Artifact, _iteron_v1_GetArtifactRequest__Output, _iteron_v1_Artifact__Output>
  ListArtifactFiles: MethodDefinition<_iteron_v1_ListArtifactFilesRequest, _iteron_v1_ListArtifactFilesResponse, _iteron_v1_ListArtifactFilesRequest__Output, _iteron_v1_ListArtifactFilesResponse__Output>
  ListArtifacts: MethodDefinition<_iteron_v1_ListArtifactsRequest, _iteron_v1_ListArtifactsResponse, _iteron_v1_ListArtifactsRequest__Output, _iteron_v1_ListArtifactsResponse__Output>
  ReindexArtifacts: MethodDefinition<_iteron_v1_ReindexArtifactsRequest, _iteron_v1_ReindexArtifactsResponse, _iteron_v1_ReindexArtifactsRequest__Output, _iteron_v1_ReindexArtifactsResponse__Output>
  UploadArtifact: MethodDefinition<_iteron_v1_UploadArtifactRequest, _iteron_v1_Artifact, _iteron_v1_UploadArtifactRequest__Output, _iteron_v1_Artifact__Output>
  VerifyArtifacts: MethodDefinition<_iteron_v1_VerifyArtifactsRequest, _iteron_v1_VerifyArtifactsResponse, _iteron_v1_VerifyArtifactsRequest__Output, _iteron_v1_VerifyArtifactsResponse__Output>
}
