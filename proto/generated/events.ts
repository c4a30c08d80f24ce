import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { Attempt as _iteron_v1_Attempt, Attempt__Output as _iteron_v1_Attempt__Output } from './iteron/v1/Attempt.ts';
import type { CancelJobRequest as _iteron_v1_CancelJobRequest, CancelJobRequest__Output as _iteron_v1_CancelJobRequest__Output } from './iteron/v1/CancelJobRequest.ts';
import type { CancelJobResponse as _iteron_v1_CancelJobResponse, CancelJobResponse__Output as _iteron_v1_CancelJobResponse__Output } from './iteron/v1/CancelJobResponse.ts';
import type { Event as _iteron_v1_Event, Event__Output as _iteron_v1_Event__Output } from './iteron/v1/Event.ts';
import type { EventServiceClient as _iteron_v1_EventServiceClient, EventServiceDefinition as _iteron_v1_EventServiceDefinition } from './iteron/v1/EventService.ts';
import type { ExplainJobRequest as _iteron_v1_ExplainJobRequest, ExplainJobRequest__Output as _iteron_v1_ExplainJobRequest__Output } from './iteron/v1/ExplainJobRequest.ts';
import type { ExplainJobResponse as _iteron_v1_ExplainJobResponse, ExplainJobResponse__Output as _iteron_v1_ExplainJobResponse__Output } from './iteron/v1/ExplainJobResponse.ts';
import type { Failure as _iteron_v1_Failure, Failure__Output as _iteron_v1_Failure__Output } from './iteron/v1/Failure.ts';
import type { File as _iteron_v1_File, File__Output as _iteron_v1_File__Output } from './iteron/v1/File.ts';
import type { GetEventRequest as _iteron_v1_GetEventRequest, GetEventRequest__Output as _iteron_v1_GetEventRequest__Output } from './iteron/v1/GetEventRequest.ts';
import type { GetJobLogsRequest as _iteron_v1_GetJobLogsRequest, GetJobLogsRequest__Output as _iteron_v1_GetJobLogsRequest__Output } from './iteron/v1/GetJobLogsRequest.ts';
import type { GetJobLogsResponse as _iteron_v1_GetJobLogsResponse, GetJobLogsResponse__Output as _iteron_v1_GetJobLogsResponse__Output } from './iteron/v1/GetJobLogsResponse.ts';
import type { GetJobRequest as _iteron_v1_GetJobRequest, GetJobRequest__Output as _iteron_v1_GetJobRequest__Output } from './iteron/v1/GetJobRequest.ts';
import type { Insight as _iteron_v1_Insight, Insight__Output as _iteron_v1_Insight__Output } from './iteron/v1/Insight.ts';
import type { Job as _iteron_v1_Job, Job__Output as _iteron_v1_Job__Output } from './iteron/v1/Job.ts';
import type { JobServiceClient as _iteron_v1_JobServiceClient, JobServiceDefinition as _iteron_v1_JobServiceDefinition } from './iteron/v1/JobService.ts';
import type { Ledger as _iteron_v1_Ledger, Ledger__Output as _iteron_v1_Ledger__Output } from './iteron/v1/Ledger.ts';
import type { ListEventsRequest as _iteron_v1_ListEventsRequest, ListEventsRequest__Output as _iteron_v1_ListEventsRequest__Output } from './iteron/v1/ListEventsRequest.ts';
import type { ListEventsResponse as _iteron_v1_ListEventsResponse, ListEventsResponse__Output as _iteron_v1_ListEventsResponse__Output } from './iteron/v1/ListEventsResponse.ts';
import type { ListJobsRequest as _iteron_v1_ListJobsRequest, ListJobsRequest__Output as _iteron_v1_ListJobsRequest__Output } from './iteron/v1/ListJobsRequest.ts';
import type { ListJobsResponse as _iteron_v1_ListJobsResponse, ListJobsResponse__Output as _iteron_v1_ListJobsResponse__Output } from './iteron/v1/ListJobsResponse.ts';
import type { LogLine as _iteron_v1_LogLine, LogLine__Output as _iteron_v1_LogLine__Output } from './iteron/v1/LogLine.ts';
import type { NewEvent as _iteron_v1_NewEvent, NewEvent__Output as _iteron_v1_NewEvent__Output } from './iteron/v1/NewEvent.ts';
import type { NewEventFile as _iteron_v1_NewEventFile, NewEventFile__Output as _iteron_v1_NewEventFile__Output } from './iteron/v1/NewEventFile.ts';
import type { Outcome as _iteron_v1_Outcome, Outcome__Output as _iteron_v1_Outcome__Output } from './iteron/v1/Outcome.ts';
import type { PeekEventsRequest as _iteron_v1_PeekEventsRequest, PeekEventsRequest__Output as _iteron_v1_PeekEventsRequest__Output } from './iteron/v1/PeekEventsRequest.ts';
import type { PeekEventsResponse as _iteron_v1_PeekEventsResponse, PeekEventsResponse__Output as _iteron_v1_PeekEventsResponse__Output } from './iteron/v1/PeekEventsResponse.ts';
import type { Progress as _iteron_v1_Progress, Progress__Output as _iteron_v1_Progress__Output } from './iteron/v1/Progress.ts';
import type { PublishEventsRequest as _iteron_v1_PublishEventsRequest, PublishEventsRequest__Output as _iteron_v1_PublishEventsRequest__Output } from './iteron/v1/PublishEventsRequest.ts';
import type { PublishEventsResponse as _iteron_v1_PublishEventsResponse, PublishEventsResponse__Output as _iteron_v1_PublishEventsResponse__Output } from './iteron/v1/PublishEventsResponse.ts';
import type { PublishedEvent as _iteron_v1_PublishedEvent, PublishedEvent__Output as _iteron_v1_PublishedEvent__Output } from './iteron/v1/PublishedEvent.ts';
import type { Reason as _iteron_v1_Reason, Reason__Output as _iteron_v1_Reason__Output } from './iteron/v1/Reason.ts';
import type { RedriveEventRequest as _iteron_v1_RedriveEventRequest, RedriveEventRequest__Output as _iteron_v1_RedriveEventRequest__Output } from './iteron/v1/RedriveEventRequest.ts';
import type { RedriveEventResponse as _iteron_v1_RedriveEventResponse, RedriveEventResponse__Output as _iteron_v1_RedriveEventResponse__Output } from './iteron/v1/RedriveEventResponse.ts';
import type { Route as _iteron_v1_Route, Route__Output as _iteron_v1_Route__Output } from './iteron/v1/Route.ts';
import type { StageTime as _iteron_v1_StageTime, StageTime__Output as _iteron_v1_StageTime__Output } from './iteron/v1/StageTime.ts';
import type { WaitEventRequest as _iteron_v1_WaitEventRequest, WaitEventRequest__Output as _iteron_v1_WaitEventRequest__Output } from './iteron/v1/WaitEventRequest.ts';
import type { WaitEventResponse as _iteron_v1_WaitEventResponse, WaitEventResponse__Output as _iteron_v1_WaitEventResponse__Output } from './iteron/v1/WaitEventResponse.ts';
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
      Event: MessageTypeDefinition<_iteron_v1_Event, _iteron_v1_Event__Output>
      /**
       * Events: CloudEvents 1.0, what they caused, and whether it is at rest.
       */
      EventService: SubtypeConstructor<typeof grpc.Client, _iteron_v1_EventServiceClient> & { service: _iteron_v1_EventServiceDefinition }
      ExplainJobRequest: MessageTypeDefinition<_iteron_v1_ExplainJobRequest, _iteron_v1_ExplainJobRequest__Output>
      ExplainJobResponse: MessageTypeDefinition<_iteron_v1_ExplainJobResponse, _iteron_v1_ExplainJobResponse__Output>
      Failure: MessageTypeDefinition<_iteron_v1_Failure, _iteron_v1_Failure__Output>
      File: MessageTypeDefinition<_iteron_v1_File, _iteron_v1_File__Output>
      GetEventRequest: MessageTypeDefinition<_iteron_v1_GetEventRequest, _iteron_v1_GetEventRequest__Output>
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
      ListEventsRequest: MessageTypeDefinition<_iteron_v1_ListEventsRequest, _iteron_v1_ListEventsRequest__Output>
      ListEventsResponse: MessageTypeDefinition<_iteron_v1_ListEventsResponse, _iteron_v1_ListEventsResponse__Output>
      ListJobsRequest: MessageTypeDefinition<_iteron_v1_ListJobsRequest, _iteron_v1_ListJobsRequest__Output>
      ListJobsResponse: MessageTypeDefinition<_iteron_v1_ListJobsResponse, _iteron_v1_ListJobsResponse__Output>
      LogLine: MessageTypeDefinition<_iteron_v1_LogLine, _iteron_v1_LogLine__Output>
      NewEvent: MessageTypeDefinition<_iteron_v1_NewEvent, _iteron_v1_NewEvent__Output>
      NewEventFile: MessageTypeDefinition<_iteron_v1_NewEventFile, _iteron_v1_NewEventFile__Output>
      Outcome: MessageTypeDefinition<_iteron_v1_Outcome, _iteron_v1_Outcome__Output>
      PeekEventsRequest: MessageTypeDefinition<_iteron_v1_PeekEventsRequest, _iteron_v1_PeekEventsRequest__Output>
      PeekEventsResponse: MessageTypeDefinition<_iteron_v1_PeekEventsResponse, _iteron_v1_PeekEventsResponse__Output>
      Progress: MessageTypeDefinition<_iteron_v1_Progress, _iteron_v1_Progress__Output>
      PublishEventsRequest: MessageTypeDefinition<_iteron_v1_PublishEventsRequest, _iteron_v1_PublishEventsRequest__Output>
      PublishEventsResponse: MessageTypeDefinition<_iteron_v1_PublishEventsResponse, _iteron_v1_PublishEventsResponse__Output>
      PublishedEvent: MessageTypeDefinition<_iteron_v1_PublishedEvent, _iteron_v1_PublishedEvent__Output>
      Reason: MessageTypeDefinition<_iteron_v1_Reason, _iteron_v1_Reason__Output>
      RedriveEventRequest: MessageTypeDefinition<_iteron_v1_RedriveEventRequest, _iteron_v1_RedriveEventRequest__Output>
      RedriveEventResponse: MessageTypeDefinition<_iteron_v1_RedriveEventResponse, _iteron_v1_RedriveEventResponse__Output>
      Route: MessageTypeDefinition<_iteron_v1_Route, _iteron_v1_Route__Output>
      StageTime: MessageTypeDefinition<_iteron_v1_StageTime, _iteron_v1_StageTime__Output>
      WaitEventRequest: MessageTypeDefinition<_iteron_v1_WaitEventRequest, _iteron_v1_WaitEventRequest__Output>
      WaitEventResponse: MessageTypeDefinition<_iteron_v1_WaitEventResponse, _iteron_v1_WaitEventResponse__Output>
      WatchJobsRequest: MessageTypeDefinition<_iteron_v1_WatchJobsRequest, _iteron_v1_WatchJobsRequest__Output>
      WatchJobsResponse: MessageTypeDefinition<_iteron_v1_WatchJobsResponse, _iteron_v1_WatchJobsResponse__Output>
    }
  }
}

