import { Button, Empty } from "antd";
import { useNavigate } from "react-router";

import { useReading } from "../language/language";
import { STUDY } from "../texts/study";

/** Shown where a lane is needed and none is chosen yet. */
export function NoStudy() {
  const { read } = useReading();
  const navigate = useNavigate();
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          {read(STUDY.none)}
          <br />
          {read(STUDY.noneHow)}
        </>
      }
    >
      <Button type="primary" onClick={() => void navigate("/")}>
        {read(STUDY.goChoose)}
      </Button>
    </Empty>
  );
}
