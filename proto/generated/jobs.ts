import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { Attempt as _iteron_v1_Attempt, Attempt__Output as _iteron_v1_Attempt__Output } from './iteron/v1/Attempt.ts';
import type { CancelJobRequest as _iteron_v1_CancelJobRequest, CancelJobRequest__Output as _iteron_v1_CancelJobRequest__Output } from './iteron/v1/CancelJobRequest.ts';
import type { CancelJobResponse as _iteron_v1_CancelJobResponse, CancelJobResponse__Output as _iteron_v1_CancelJobResponse__Output } from './iteron/v1/CancelJobResponse.ts';
import type { ExplainJobRequest as _iteron_v1_ExplainJobRequest, ExplainJobRequest__Output as _iteron_v1_ExplainJobRequest__Output } from './iteron/v1/ExplainJobRequest.ts';
import type { ExplainJobResponse as _iteron_v1_ExplainJobResponse, ExplainJobResponse__Output as _iteron_v1_ExplainJobResponse__Output } from './iteron/v1/ExplainJobResponse.ts';
import type { Failure as _iteron_v1_Failure, Failure__Output as _iteron_v1_Failure__Output } from './iteron/v1/Failure.ts';
import type { GetJobLogsRequest as _iteron_v1_GetJobLogsRequest, GetJobLogsRequest__Output as _iteron_v1_GetJobLogsRequest__Output } from './iteron/v1/GetJobLogsRequest.ts';
import type { GetJobLogsResponse as _iteron_v1_GetJobLogsResponse, GetJobLogsResponse__Output as _iteron_v1_GetJobLogsResponse__Output } from './iteron/v1/GetJobLogsResponse.ts';
import type { GetJobRequest as _iteron_v1_GetJobRequest, GetJobRequest__Output as _iteron_v1_GetJobRequest__Output } from './iteron/v1/GetJobRequest.ts';
import type { Insight as _iteron_v1_Insight, Insight__Output as _iteron_v1_Insight__Output } from './iteron/v1/Insight.ts';
import type { Job as _iteron_v1_Job, Job__Output as _iteron_v1_Job__Output } from './iteron/v1/Job.ts';
import type { JobServiceClient as _iteron_v1_JobServiceClient, JobServiceDefinition as _iteron_v1_JobServiceDefinition } from './iteron/v1/JobService.ts';
import type { Ledger as _iteron_v1_Ledger, Ledger__Output as _iteron_v1_Ledger__Output } from './iteron/v1/Ledger.ts';
import type { ListJobsRequest as _iteron_v1_ListJobsRequest, ListJobsRequest__Output as _iteron_v1_ListJobsRequest__Output } from './iteron/v1/ListJobsRequest.ts';
import type { ListJobsResponse as _iteron_v1_ListJobsResponse, ListJobsResponse__Output as _iteron_v1_ListJobsResponse__Output } from './iteron/v1/ListJobsResponse.ts';
import type { LogLine as _iteron_v1_LogLine, LogLine__Output as _iteron_v1_LogLine__Output } from './iteron/v1/LogLine.ts';
import type { Reason as _iteron_v1_Reason, Reason__Output as _iteron_v1_Reason__Output } from './iteron/v1/Reason.ts';
import type { StageTime as _iteron_v1_StageTime, StageTime__Output as _iteron_v1_StageTime__Output } from './iteron/v1/StageTime.ts';
import type { WatchJobsRequest as _iteron_v1_WatchJobsRequest, WatchJobsRequest__Output as _iteron_v1_WatchJobsRequest__Output } from './iteron/v1/WatchJobsRequest.ts';
import type { WatchJobsResponse as _iteron_v1_WatchJobsResponse, WatchJobsResponse__Output as _iteron_v1_WatchJobsResponse__Output } from './iteron/v1/WatchJobsResponse.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  iteron: {
    v1: {
      Attempt: MessageTypeDefinition<_iteron_v1_Attempt, _iteron_v1_Attempt__Output>
      CancelJobRequest: MessageTypeDefinition<_iteron_v1_CancelJobRequest, _iteron_v1_CancelJobRequest__Output>
      CancelJobResponse: MessageTypeDefinition<_iteron_v1_CancelJobResponse, _iteron_v1_CancelJobResponse__Output>
      ExplainJobRequest: MessageTypeDefinition<_iteron_v1_ExplainJobRequest, _iteron_v1_ExplainJobRequest__Output>
      ExplainJobResponse: MessageTypeDefinition<_iteron_v1_ExplainJobResponse, _iteron_v1_ExplainJobResponse__Output>
      Failure: MessageTypeDefinition<_iteron_v1_Failure, _iteron_v1_Failure__Output>
      GetJobLogsRequest: MessageTypeDefinition<_iteron_v1_GetJobLogsRequest, _iteron_v1_GetJobLogsRequest__Output>
      GetJobLogsResponse: MessageTypeDefinition<_iteron_v1_GetJobLogsResponse, _iteron_v1_GetJobLogsResponse__Output>
      GetJobRequest: MessageTypeDefinition<_iteron_v1_GetJobRequest, _iteron_v1_GetJobRequest__Output>
      Insight: MessageTypeDefinition<_iteron_v1_Insight, _iteron_v1_Insight__Output>
      Job: MessageTypeDefinition<_iteron_v1_Job, _iteron_v1_Job__Output>
      /**
       * Jobs: one module, one event.
       */
      JobService: SubtypeConstructor<typeof grpc.Client, _iteron_v1_JobServiceClient> & { service: _iteron_v1_JobServiceDefinition }
      Ledger: MessageTypeDefinition<_iteron_v1_Ledger, _iteron_v1_Ledger__Output>
      ListJobsRequest: MessageTypeDefinition<_iteron_v1_ListJobsRequest, _iteron_v1_ListJobsRequest__Output>
      ListJobsResponse: MessageTypeDefinition<_iteron_v1_ListJobsResponse, _iteron_v1_ListJobsResponse__Output>
      LogLine: MessageTypeDefinition<_iteron_v1_LogLine, _iteron_v1_LogLine__Output>
      Reason: MessageTypeDefinition<_iteron_v1_Reason, _iteron_v1_Reason__Output>
      StageTime: MessageTypeDefinition<_iteron_v1_StageTime, _iteron_v1_StageTime__Output>
      WatchJobsRequest: MessageTypeDefinition<_iteron_v1_WatchJobsRequest, _iteron_v1_WatchJobsRequest__Output>
      WatchJobsResponse: MessageTypeDefinition<_iteron_v1_WatchJobsResponse, _iteron_v1_WatchJobsResponse__Output>
    }
  }
}

