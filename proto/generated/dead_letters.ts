import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { Attempt as _iteron_v1_Attempt, Attempt__Output as _iteron_v1_Attempt__Output } from './iteron/v1/Attempt.ts';
import type { CancelJobRequest as _iteron_v1_CancelJobRequest, CancelJobRequest__Output as _iteron_v1_CancelJobRequest__Output } from './iteron/v1/CancelJobRequest.ts';
import type { CancelJobResponse as _iteron_v1_CancelJobResponse, CancelJobResponse__Output as _iteron_v1_CancelJobResponse__Output } from './iteron/v1/CancelJobResponse.ts';
import type { DeadLetter as _iteron_v1_DeadLetter, DeadLetter__Output as _iteron_v1_DeadLetter__Output } from './iteron/v1/DeadLetter.ts';
import type { DeadLetterFilter as _iteron_v1_DeadLetterFilter, DeadLetterFilter__Output as _iteron_v1_DeadLetterFilter__Output } from './iteron/v1/DeadLetterFilter.ts';
import type { DeadLetterResult as _iteron_v1_DeadLetterResult, DeadLetterResult__Output as _iteron_v1_DeadLetterResult__Output } from './iteron/v1/DeadLetterResult.ts';
import type { DeadLetterServiceClient as _iteron_v1_DeadLetterServiceClient, DeadLetterServiceDefinition as _iteron_v1_DeadLetterServiceDefinition } from './iteron/v1/DeadLetterService.ts';
import type { DiscardDeadLettersRequest as _iteron_v1_DiscardDeadLettersRequest, DiscardDeadLettersRequest__Output as _iteron_v1_DiscardDeadLettersRequest__Output } from './iteron/v1/DiscardDeadLettersRequest.ts';
import type { DiscardDeadLettersResponse as _iteron_v1_DiscardDeadLettersResponse, DiscardDeadLettersResponse__Output as _iteron_v1_DiscardDeadLettersResponse__Output } from './iteron/v1/DiscardDeadLettersResponse.ts';
import type { ExplainJobRequest as _iteron_v1_ExplainJobRequest, ExplainJobRequest__Output as _iteron_v1_ExplainJobRequest__Output } from './iteron/v1/ExplainJobRequest.ts';
import type { ExplainJobResponse as _iteron_v1_ExplainJobResponse, ExplainJobResponse__Output as _iteron_v1_ExplainJobResponse__Output } from './iteron/v1/ExplainJobResponse.ts';
import type { Failure as _iteron_v1_Failure, Failure__Output as _iteron_v1_Failure__Output } from './iteron/v1/Failure.ts';
import type { GetDeadLetterRequest as _iteron_v1_GetDeadLetterRequest, GetDeadLetterRequest__Output as _iteron_v1_GetDeadLetterRequest__Output } from './iteron/v1/GetDeadLetterRequest.ts';
import type { GetJobLogsRequest as _iteron_v1_GetJobLogsRequest, GetJobLogsRequest__Output as _iteron_v1_GetJobLogsRequest__Output } from './iteron/v1/GetJobLogsRequest.ts';
import type { GetJobLogsResponse as _iteron_v1_GetJobLogsResponse, GetJobLogsResponse__Output as _iteron_v1_GetJobLogsResponse__Output } from './iteron/v1/GetJobLogsResponse.ts';
import type { GetJobRequest as _iteron_v1_GetJobRequest, GetJobRequest__Output as _iteron_v1_GetJobRequest__Output } from './iteron/v1/GetJobRequest.ts';
import type { Insight as _iteron_v1_Insight, Insight__Output as _iteron_v1_Insight__Output } from './iteron/v1/Insight.ts';
import type { Job as _iteron_v1_Job, Job__Output as _iteron_v1_Job__Output } from './iteron/v1/Job.ts';
import type { JobServiceClient as _iteron_v1_JobServiceClient, JobServiceDefinition as _iteron_v1_JobServiceDefinition } from './iteron/v1/JobService.ts';
import type { Ledger as _iteron_v1_Ledger, Ledger__Output as _iteron_v1_Ledger__Output } from './iteron/v1/Ledger.ts';
import type { ListDeadLettersRequest as _iteron_v1_ListDeadLettersRequest, ListDeadLettersRequest__Output as _iteron_v1_ListDeadLettersRequest__Output } from './iteron/v1/ListDeadLettersRequest.ts';
import type { ListDeadLettersResponse as _iteron_v1_ListDeadLettersResponse, ListDeadLettersResponse__Output as _iteron_v1_ListDeadLettersResponse__Output } from './iteron/v1/ListDeadLettersResponse.ts';
import type { ListJobsRequest as _iteron_v1_ListJobsRequest, ListJobsRequest__Output as _iteron_v1_ListJobsRequest__Output } from './iteron/v1/ListJobsRequest.ts';
import type { ListJobsResponse as _iteron_v1_ListJobsResponse, ListJobsResponse__Output as _iteron_v1_ListJobsResponse__Output } from './iteron/v1/ListJobsResponse.ts';
import type { LogLine as _iteron_v1_LogLine, LogLine__Output as _iteron_v1_LogLine__Output } from './iteron/v1/LogLine.ts';
import type { Reason as _iteron_v1_Reason, Reason__Output as _iteron_v1_Reason__Output } from './iteron/v1/Reason.ts';
import type { RedriveDeadLettersRequest as _iteron_v1_RedriveDeadLettersRequest, RedriveDeadLettersRequest__Output as _iteron_v1_RedriveDeadLettersRequest__Output } from './iteron/v1/RedriveDeadLettersRequest.ts';
import type { RedriveDeadLettersResponse as _iteron_v1_RedriveDeadLettersResponse, RedriveDeadLettersResponse__Output as _iteron_v1_RedriveDeadLettersResponse__Output } from './iteron/v1/RedriveDeadLettersResponse.ts';
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
      DeadLetter: MessageTypeDefinition<_iteron_v1_DeadLetter, _iteron_v1_DeadLetter__Output>
      DeadLetterFilter: MessageTypeDefinition<_iteron_v1_DeadLetterFilter, _iteron_v1_DeadLetterFilter__Output>
      DeadLetterResult: MessageTypeDefinition<_iteron_v1_DeadLetterResult, _iteron_v1_DeadLetterResult__Output>
      /**
       * Dead letters: jobs whose tries are spent, and messages that could not be taken.
       */
      DeadLetterService: SubtypeConstructor<typeof grpc.Client, _iteron_v1_DeadLetterServiceClient> & { service: _iteron_v1_DeadLetterServiceDefinition }
      DiscardDeadLettersRequest: MessageTypeDefinition<_iteron_v1_DiscardDeadLettersRequest, _iteron_v1_DiscardDeadLettersRequest__Output>
      DiscardDeadLettersResponse: MessageTypeDefinition<_iteron_v1_DiscardDeadLettersResponse, _iteron_v1_DiscardDeadLettersResponse__Output>
      ExplainJobRequest: MessageTypeDefinition<_iteron_v1_ExplainJobRequest, _iteron_v1_ExplainJobRequest__Output>
      ExplainJobResponse: MessageTypeDefinition<_iteron_v1_ExplainJobResponse, _iteron_v1_ExplainJobResponse__Output>
      Failure: MessageTypeDefinition<_iteron_v1_Failure, _iteron_v1_Failure__Output>
      GetDeadLetterRequest: MessageTypeDefinition<_iteron_v1_GetDeadLetterRequest, _iteron_v1_GetDeadLetterRequest__Output>
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
      ListDeadLettersRequest: MessageTypeDefinition<_iteron_v1_ListDeadLettersRequest, _iteron_v1_ListDeadLettersRequest__Output>
      ListDeadLettersResponse: MessageTypeDefinition<_iteron_v1_ListDeadLettersResponse, _iteron_v1_ListDeadLettersResponse__Output>
      ListJobsRequest: MessageTypeDefinition<_iteron_v1_ListJobsRequest, _iteron_v1_ListJobsRequest__Output>
      ListJobsResponse: MessageTypeDefinition<_iteron_v1_ListJobsResponse, _iteron_v1_ListJobsResponse__Output>
      LogLine: MessageTypeDefinition<_iteron_v1_LogLine, _iteron_v1_LogLine__Output>
      Reason: MessageTypeDefinition<_iteron_v1_Reason, _iteron_v1_Reason__Output>
      RedriveDeadLettersRequest: MessageTypeDefinition<_iteron_v1_RedriveDeadLettersRequest, _iteron_v1_RedriveDeadLettersRequest__Output>
      RedriveDeadLettersResponse: MessageTypeDefinition<_iteron_v1_RedriveDeadLettersResponse, _iteron_v1_RedriveDeadLettersResponse__Output>
      StageTime: MessageTypeDefinition<_iteron_v1_StageTime, _iteron_v1_StageTime__Output>
      WatchJobsRequest: MessageTypeDefinition<_iteron_v1_WatchJobsRequest, _iteron_v1_WatchJobsRequest__Output>
      WatchJobsResponse: MessageTypeDefinition<_iteron_v1_WatchJobsResponse, _iteron_v1_WatchJobsResponse__Output>
    }
  }
}

