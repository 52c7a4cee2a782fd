import { Spin, Typography } from "antd";

import { answer, api } from "../api/client";
import { useAnswer } from "../api/use_answer";
import { useReading } from "../language/language";
import { Failure } from "../shell/failure";
import { CHOOSE } from "../texts/choose";

const shippedLanes = (signal: AbortSignal) => answer(api.GET("/lanes", { signal }));

/** The shipped lanes, and the way in for others. */
export default function ChoosePage() {
  const { read } = useReading();
  const { data, refusal, again } = useAnswer(shippedLanes);
  return (
    <>
      <Typography.Title level={1}>{read(CHOOSE.title)}</Typography.Title>
      {refusal && <Failure refusal={refusal} again={again} />}
      {data === null ? (
        <Spin />
      ) : (
        <ul>
          {data.map((lane) => (
            <li key={lane.id}>{read(lane.title)}</li>
          ))}
        </ul>
      )}
    </>
  );
}
