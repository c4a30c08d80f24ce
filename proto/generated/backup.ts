import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { BackupServiceClient as _iteron_v1_BackupServiceClient, BackupServiceDefinition as _iteron_v1_BackupServiceDefinition } from './iteron/v1/BackupService.ts';
import type { ReadBlobsRequest as _iteron_v1_ReadBlobsRequest, ReadBlobsRequest__Output as _iteron_v1_ReadBlobsRequest__Output } from './iteron/v1/ReadBlobsRequest.ts';
import type { ReadBlobsResponse as _iteron_v1_ReadBlobsResponse, ReadBlobsResponse__Output as _iteron_v1_ReadBlobsResponse__Output } from './iteron/v1/ReadBlobsResponse.ts';
import type { SnapshotEnd as _iteron_v1_SnapshotEnd, SnapshotEnd__Output as _iteron_v1_SnapshotEnd__Output } from './iteron/v1/SnapshotEnd.ts';
import type { SnapshotHeader as _iteron_v1_SnapshotHeader, SnapshotHeader__Output as _iteron_v1_SnapshotHeader__Output } from './iteron/v1/SnapshotHeader.ts';
import type { SnapshotRecords as _iteron_v1_SnapshotRecords, SnapshotRecords__Output as _iteron_v1_SnapshotRecords__Output } from './iteron/v1/SnapshotRecords.ts';
import type { TakeSnapshotRequest as _iteron_v1_TakeSnapshotRequest, TakeSnapshotRequest__Output as _iteron_v1_TakeSnapshotRequest__Output } from './iteron/v1/TakeSnapshotRequest.ts';
import type { TakeSnapshotResponse as _iteron_v1_TakeSnapshotResponse, TakeSnapshotResponse__Output as _iteron_v1_TakeSnapshotResponse__Output } from './iteron/v1/TakeSnapshotResponse.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  iteron: {
    v1: {
      /**
       * What a backup is made of: all records as they were at one instant, and the files that they refer to.
       */
      BackupService: SubtypeConstructor<typeof grpc.Client, _iteron_v1_BackupServiceClient> & { service: _iteron_v1_BackupServiceDefinition }
      ReadBlobsRequest: MessageTypeDefinition<_iteron_v1_ReadBlobsRequest, _iteron_v1_ReadBlobsRequest__Output>
      ReadBlobsResponse: MessageTypeDefinition<_iteron_v1_ReadBlobsResponse, _iteron_v1_ReadBlobsResponse__Output>
      SnapshotEnd: MessageTypeDefinition<_iteron_v1_SnapshotEnd, _iteron_v1_SnapshotEnd__Output>
      SnapshotHeader: MessageTypeDefinition<_iteron_v1_SnapshotHeader, _iteron_v1_SnapshotHeader__Output>
      SnapshotRecords: MessageTypeDefinition<_iteron_v1_SnapshotRecords, _iteron_v1_SnapshotRecords__Output>
      TakeSnapshotRequest: MessageTypeDefinition<_iteron_v1_TakeSnapshotRequest, _iteron_v1_TakeSnapshotRequest__Output>
      TakeSnapshotResponse: MessageTypeDefinition<_iteron_v1_TakeSnapshotResponse, _iteron_v1_TakeSnapshotResponse__Output>
    }
  }
}

