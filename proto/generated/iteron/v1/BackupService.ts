// Original file: iteron/v1/backup.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ReadBlobsRequest as _iteron_v1_ReadBlobsRequest, ReadBlobsRequest__Output as _iteron_v1_ReadBlobsRequest__Output } from '../../iteron/v1/ReadBlobsRequest.ts';
import type { ReadBlobsResponse as _iteron_v1_ReadBlobsResponse, ReadBlobsResponse__Output as _iteron_v1_ReadBlobsResponse__Output } from '../../iteron/v1/ReadBlobsResponse.ts';
import type { TakeSnapshotRequest as _iteron_v1_TakeSnapshotRequest, TakeSnapshotRequest__Output as _iteron_v1_TakeSnapshotRequest__Output } from '../../iteron/v1/TakeSnapshotRequest.ts';
import type { TakeSnapshotResponse as _iteron_v1_TakeSnapshotResponse, TakeSnapshotResponse__Output as _iteron_v1_TakeSnapshotResponse__Output } from '../../iteron/v1/TakeSnapshotResponse.ts';

/**
 * What a backup is made of: all records as they were at one instant, and the files that they refer to.
 */
export interface BackupServiceClient extends grpc.Client {
  /**
   * Files of the store by their keys, one after the other in the order asked for.
   */
  ReadBlobs(argument: _iteron_v1_ReadBlobsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_ReadBlobsResponse__Output>;
  ReadBlobs(argument: _iteron_v1_ReadBlobsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_ReadBlobsResponse__Output>;
  /**
   * Files of the store by their keys, one after the other in the order asked for.
   */
  readBlobs(argument: _iteron_v1_ReadBlobsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_ReadBlobsResponse__Output>;
  readBlobs(argument: _iteron_v1_ReadBlobsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_ReadBlobsResponse__Output>;
  
  /**
   * All records of one instant. No file is freed while the call is open, also after the last record: the caller ends it
   * when it has what it needs.
   */
  TakeSnapshot(argument: _iteron_v1_TakeSnapshotRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_TakeSnapshotResponse__Output>;
  TakeSnapshot(argument: _iteron_v1_TakeSnapshotRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_TakeSnapshotResponse__Output>;
  /**
   * All records of one instant. No file is freed while the call is open, also after the last record: the caller ends it
   * when it has what it needs.
   */
  takeSnapshot(argument: _iteron_v1_TakeSnapshotRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_TakeSnapshotResponse__Output>;
  takeSnapshot(argument: _iteron_v1_TakeSnapshotRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_TakeSnapshotResponse__Output>;
  
}

/**
 * What a backup is made of: all records as they were at one instant, and the files that they refer to.
 */
export interface BackupServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Files of the store by their keys, one after the other in the order asked for.
   */
  ReadBlobs: grpc.handleServerStreamingCall<_iteron_v1_ReadBlobsRequest__Output, _iteron_v1_ReadBlobsResponse>;
  
  /**
   * All records of one instant. No file is freed while the call is open, also after the last record: the caller ends it
   * when it has what it needs.
   */
  TakeSnapshot: grpc.handleServerStreamingCall<_iteron_v1_TakeSnapshotRequest__Output, _iteron_v1_TakeSnapshotResponse>;
  
}

export interface BackupServiceDefinition extends grpc.ServiceDefinition {
  ReadBlobs: MethodDefinition<_iteron_v1_ReadBlobsRequest, _iteron_v1_ReadBlobsResponse, _iteron_v1_ReadBlobsRequest__Output, _iteron_v1_ReadBlobsResponse__Output>
  TakeSnapshot: MethodDefinition<_iteron_v1_TakeSnapshotRequest, _iteron_v1_TakeSnapshotResponse, _iteron_v1_TakeSnapshotRequest__Output, _iteron_v1_TakeSnapshotResponse__Output>
}
