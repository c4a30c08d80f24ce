import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { DeadMessage as _iteron_v1_DeadMessage, DeadMessage__Output as _iteron_v1_DeadMessage__Output } from './iteron/v1/DeadMessage.ts';
import type { DoctorSummary as _iteron_v1_DoctorSummary, DoctorSummary__Output as _iteron_v1_DoctorSummary__Output } from './iteron/v1/DoctorSummary.ts';
import type { FailedGroup as _iteron_v1_FailedGroup, FailedGroup__Output as _iteron_v1_FailedGroup__Output } from './iteron/v1/FailedGroup.ts';
import type { Finding as _iteron_v1_Finding, Finding__Output as _iteron_v1_Finding__Output } from './iteron/v1/Finding.ts';
import type { GetServerInfoRequest as _iteron_v1_GetServerInfoRequest, GetServerInfoRequest__Output as _iteron_v1_GetServerInfoRequest__Output } from './iteron/v1/GetServerInfoRequest.ts';
import type { GetStatisticsRequest as _iteron_v1_GetStatisticsRequest, GetStatisticsRequest__Output as _iteron_v1_GetStatisticsRequest__Output } from './iteron/v1/GetStatisticsRequest.ts';
import type { GetStatusRequest as _iteron_v1_GetStatusRequest, GetStatusRequest__Output as _iteron_v1_GetStatusRequest__Output } from './iteron/v1/GetStatusRequest.ts';
import type { ModuleSize as _iteron_v1_ModuleSize, ModuleSize__Output as _iteron_v1_ModuleSize__Output } from './iteron/v1/ModuleSize.ts';
import type { ModuleStatistics as _iteron_v1_ModuleStatistics, ModuleStatistics__Output as _iteron_v1_ModuleStatistics__Output } from './iteron/v1/ModuleStatistics.ts';
import type { Port as _iteron_v1_Port, Port__Output as _iteron_v1_Port__Output } from './iteron/v1/Port.ts';
import type { RunDoctorRequest as _iteron_v1_RunDoctorRequest, RunDoctorRequest__Output as _iteron_v1_RunDoctorRequest__Output } from './iteron/v1/RunDoctorRequest.ts';
import type { RunDoctorResponse as _iteron_v1_RunDoctorResponse, RunDoctorResponse__Output as _iteron_v1_RunDoctorResponse__Output } from './iteron/v1/RunDoctorResponse.ts';
import type { RunningGroup as _iteron_v1_RunningGroup, RunningGroup__Output as _iteron_v1_RunningGroup__Output } from './iteron/v1/RunningGroup.ts';
import type { ServerInfo as _iteron_v1_ServerInfo, ServerInfo__Output as _iteron_v1_ServerInfo__Output } from './iteron/v1/ServerInfo.ts';
import type { ServerServiceClient as _iteron_v1_ServerServiceClient, ServerServiceDefinition as _iteron_v1_ServerServiceDefinition } from './iteron/v1/ServerService.ts';
import type { Statistics as _iteron_v1_Statistics, Statistics__Output as _iteron_v1_Statistics__Output } from './iteron/v1/Statistics.ts';
import type { Status as _iteron_v1_Status, Status__Output as _iteron_v1_Status__Output } from './iteron/v1/Status.ts';
import type { StatusJob as _iteron_v1_StatusJob, StatusJob__Output as _iteron_v1_StatusJob__Output } from './iteron/v1/StatusJob.ts';
import type { WaitingGroup as _iteron_v1_WaitingGroup, WaitingGroup__Output as _iteron_v1_WaitingGroup__Output } from './iteron/v1/WaitingGroup.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  iteron: {
    v1: {
      DeadMessage: MessageTypeDefinition<_iteron_v1_DeadMessage, _iteron_v1_DeadMessage__Output>
      DoctorSummary: MessageTypeDefinition<_iteron_v1_DoctorSummary, _iteron_v1_DoctorSummary__Output>
      FailedGroup: MessageTypeDefinition<_iteron_v1_FailedGroup, _iteron_v1_FailedGroup__Output>
      Finding: MessageTypeDefinition<_iteron_v1_Finding, _iteron_v1_Finding__Output>
      GetServerInfoRequest: MessageTypeDefinition<_iteron_v1_GetServerInfoRequest, _iteron_v1_GetServerInfoRequest__Output>
      GetStatisticsRequest: MessageTypeDefinition<_iteron_v1_GetStatisticsRequest, _iteron_v1_GetStatisticsRequest__Output>
      GetStatusRequest: MessageTypeDefinition<_iteron_v1_GetStatusRequest, _iteron_v1_GetStatusRequest__Output>
      ModuleSize: MessageTypeDefinition<_iteron_v1_ModuleSize, _iteron_v1_ModuleSize__Output>
      ModuleStatistics: MessageTypeDefinition<_iteron_v1_ModuleStatistics, _iteron_v1_ModuleStatistics__Output>
      Port: MessageTypeDefinition<_iteron_v1_Port, _iteron_v1_Port__Output>
      RunDoctorRequest: MessageTypeDefinition<_iteron_v1_RunDoctorRequest, _iteron_v1_RunDoctorRequest__Output>
      RunDoctorResponse: MessageTypeDefinition<_iteron_v1_RunDoctorResponse, _iteron_v1_RunDoctorResponse__Output>
      RunningGroup: MessageTypeDefinition<_iteron_v1_RunningGroup, _iteron_v1_RunningGroup__Output>
      ServerInfo: MessageTypeDefinition<_iteron_v1_ServerInfo, _iteron_v1_ServerInfo__Output>
      /**
       * The server itself: what it is, how it does, and whether its store is sound.
       */
      ServerService: SubtypeConstructor<typeof grpc.Client, _iteron_v1_ServerServiceClient> & { service: _iteron_v1_ServerServiceDefinition }
      Statistics: MessageTypeDefinition<_iteron_v1_Statistics, _iteron_v1_Statistics__Output>
      Status: MessageTypeDefinition<_iteron_v1_Status, _iteron_v1_Status__Output>
      StatusJob: MessageTypeDefinition<_iteron_v1_StatusJob, _iteron_v1_StatusJob__Output>
      WaitingGroup: MessageTypeDefinition<_iteron_v1_WaitingGroup, _iteron_v1_WaitingGroup__Output>
    }
  }
}

